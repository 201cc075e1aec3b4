import type { OperationStatus } from '@aws-sdk/client-cloudcontrol';
import fc from 'fast-check';
import type { AwsError } from '../../../local/service/errors';
import { cloudControlOf, type Event, memory, NAMED, type Script } from './thing';

const NAMES = ['a', 'b'];

/** What a client may do at any time. */
type Act =
  | { act: 'create' | 'update' | 'remove' | 'get'; name: string; token: string | undefined }
  | { act: 'cancel'; index: number }
  | { act: 'wait'; milliseconds: number };

const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constantFrom('create' as const, 'update' as const, 'remove' as const, 'get' as const),
      name: fc.constantFrom(...NAMES),
      token: fc.option(fc.constantFrom('t1', 't2'), { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ act: fc.constant('cancel' as const), index: fc.nat(5) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('wait' as const), milliseconds: fc.nat(1500) }) },
);

const NEXT: Record<string, OperationStatus[]> = {
  IN_PROGRESS: ['IN_PROGRESS', 'SUCCESS', 'FAILED', 'CANCEL_IN_PROGRESS', 'CANCEL_COMPLETE'],
  CANCEL_IN_PROGRESS: ['CANCEL_IN_PROGRESS', 'CANCEL_COMPLETE', 'SUCCESS', 'FAILED'],
  SUCCESS: ['SUCCESS'],
  FAILED: ['FAILED'],
  CANCEL_COMPLETE: ['CANCEL_COMPLETE'],
};

/** Records which operation changes which resource, in the order of the handler's invocations. */
function recording(script: Script) {
  const operations = new Map<string, string[]>();
  const record = (event: Event) => {
    if (event.action === 'READ') return script(event);
    const name = String(event.requestData.resourceProperties.Name);
    operations.set(name, [...(operations.get(name) ?? []), event.bearerToken]);
    return script(event);
  };
  return { record, operations };
}

/** Consecutive equal items as one. */
const runs = (items: string[]): string[] => items.filter((item, index) => item !== items[index - 1]);

it('whatever clients do, one operation at a time runs on a resource, and each request ends as it may', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(acts, { maxLength: 25 }),
      fc.integer({ min: 0, max: 3 }),
      async (sequence, callbacks) => {
        const { record, operations } = recording(memory(callbacks).script);
        const world = cloudControlOf(record);
        const tokens: string[] = [];
        const seen = new Map<string, OperationStatus>();
        const begin: Record<string, (name: string, rest: object) => Promise<unknown>> = {
          create: (Name, rest) => world.create({ Name, Size: 1 }, rest),
          update: (name, rest) => world.update(name, [{ op: 'replace', path: '/Size', value: 2 }], rest),
          remove: (name, rest) => world.remove(name, rest),
          get: (name) => world.get(name),
        };

        const perform = async (act: Act): Promise<void> => {
          if (act.act === 'wait') return world.advance(act.milliseconds);
          if (act.act === 'cancel') {
            const RequestToken = tokens[act.index % (tokens.length || 1)];
            if (RequestToken !== undefined) await world.cancel({ RequestToken });
            return;
          }
          const event = (await begin[act.act]?.(act.name, { ClientToken: act.token })) as {
            RequestToken?: string;
          };
          if (event.RequestToken !== undefined && !tokens.includes(event.RequestToken))
            tokens.push(event.RequestToken);
        };

        const observe = async (): Promise<void> => {
          for (const RequestToken of tokens) {
            const { OperationStatus = 'PENDING' } = await world.status({ RequestToken });
            expect(NEXT[seen.get(RequestToken) ?? 'IN_PROGRESS']).toContain(OperationStatus);
            seen.set(RequestToken, OperationStatus);
          }
        };

        for (const act of sequence) {
          await perform(act).catch((error: AwsError) => expect(NAMED).toContain(error.code));
          await observe();
        }
        for (let second = 0; second < 10; second += 1) await world.advance(1000);
        await observe();
        for (const status of seen.values())
          expect(['SUCCESS', 'FAILED', 'CANCEL_COMPLETE']).toContain(status);
        for (const of of operations.values()) expect(new Set(runs(of)).size).toBe(runs(of).length);
        // Every resource is free again.
        for (const name of NAMES) await world.remove(name);
      },
    ),
    { numRuns: 40 },
  );
});
