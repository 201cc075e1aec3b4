import { JsonDisplay } from '../../cli/display/json';
import { LineDisplay } from '../../cli/display/lines';
import type { StackEvent } from '../../cli/display/report';
import { causeOf } from '../../cli/stack/cause';
import { sinceLastStart } from '../../cli/stack/follow-stack';

let count = 0;
const event = (
  logicalId: string,
  status: string,
  reason?: string,
  resourceType = 'AWS::X::Y',
): StackEvent => {
  count += 1;
  return {
    id: String(count),
    time: new Date(count),
    stackName: 'shop',
    logicalId,
    physicalId: 'p',
    resourceType,
    status,
    ...(reason && { reason }),
  };
};
const STACK = 'AWS::CloudFormation::Stack';

describe('the cause of a failure', () => {
  it('is the first failure, not one of its consequences', () => {
    const events = [
      event('shop', 'CREATE_IN_PROGRESS', undefined, STACK),
      event('A', 'CREATE_FAILED', 'Resource creation cancelled'),
      event('Web', 'CREATE_FAILED', 'the image build failed'),
      event('shop', 'ROLLBACK_IN_PROGRESS', 'The following resource(s) failed to create: [Web].', STACK),
    ];
    expect(causeOf(events)).toMatchObject({ logicalId: 'Web', reason: 'the image build failed' });
  });

  it("is the stack's own reason when no resource failed", () => {
    expect(
      causeOf([event('shop', 'ROLLBACK_IN_PROGRESS', 'Validation failure detected', STACK)]),
    ).toMatchObject({ reason: 'Validation failure detected' });
  });

  it('is looked for in the last operation alone', () => {
    const earlier = event('Old', 'UPDATE_FAILED', 'an older fault');
    const start = event('shop', 'UPDATE_IN_PROGRESS', 'User Initiated', STACK);
    const failure = event('Web', 'UPDATE_FAILED', 'now');
    expect(sinceLastStart([earlier, start, failure])).toEqual([start, failure]);
  });
});

describe('displays', () => {
  const plain = { good: String, bad: String, dim: String, bold: String };

  it('plain lines hold no escapes, and tell each phase of a build once', () => {
    const lines: string[] = [];
    const display = new LineDisplay((line) => lines.push(line), plain);
    const build = {
      logicalId: 'Web',
      buildId: 'b',
      status: 'IN_PROGRESS',
      startedAt: new Date(),
      phases: [{ name: 'INSTALL', status: 'SUCCEEDED', seconds: 3 }],
    };
    display.show({ type: 'build', build });
    display.show({ type: 'build', build });
    display.show({
      type: 'log',
      logicalId: 'Web',
      buildId: 'b',
      lines: ['[Container] noise', 'real output'],
    });
    expect(lines).toEqual(['Web | install done, 3 s', 'Web | real output']);
  });

  it('JSON lines are one object each', () => {
    const lines: string[] = [];
    new JsonDisplay((line) => lines.push(line)).show({
      type: 'event',
      event: event('Web', 'CREATE_COMPLETE'),
    });
    expect(JSON.parse(lines[0] as string)).toMatchObject({
      type: 'event',
      event: { logicalId: 'Web', status: 'CREATE_COMPLETE' },
    });
  });
});
