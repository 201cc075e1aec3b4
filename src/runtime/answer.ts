import { cleanMessage } from './clean-message';
import type { ProgressEvent } from './protocol';

/** A progress event on the wire: the official runtime's members in its order, without those that are not set. */
export function wireAnswer<Model, Context>(event: ProgressEvent<Model, Context>): Record<string, unknown> {
  const members: Array<[string, unknown]> = [
    ['status', event.status],
    ['errorCode', event.errorCode],
    ['message', cleanMessage(event.message ?? '')],
    ['callbackContext', event.callbackContext],
    ['callbackDelaySeconds', event.callbackDelaySeconds ?? 0],
    ['resourceModel', event.resourceModel],
    ['resourceModels', event.resourceModels],
    ['nextToken', event.nextToken],
  ];
  return Object.fromEntries(members.filter(([, value]) => value !== undefined && value !== null));
}
