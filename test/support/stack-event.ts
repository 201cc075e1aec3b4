import type { StackEvent } from '../../cli/display/report';
import { STACK } from '../../cli/stack/event-feed';
import { TYPE_NAME } from '../../cli/type-name';

export const STACK_ID = 'arn:aws:cloudformation:us-east-1:123456789012:stack/shop/0a1b';

let count = 0;

/** An event of a builder in the stack `shop`, each a second after the one before. */
export function stackEvent(logicalId: string, status: string, more: Partial<StackEvent> = {}): StackEvent {
  count += 1;
  return {
    id: `event-${count}`,
    time: new Date(count * 1000),
    stackName: 'shop',
    logicalId,
    physicalId: `shop-${logicalId.toLowerCase()}`,
    resourceType: TYPE_NAME,
    status,
    ...more,
  };
}

/** An event of the stack itself. */
export const ofStack = (status: string, more: Partial<StackEvent> = {}): StackEvent =>
  stackEvent('shop', status, { resourceType: STACK, physicalId: STACK_ID, ...more });
