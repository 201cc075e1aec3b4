import { type FaultyEngine, startFaultyEngine } from './engine';
import type { Verb } from './kill';
import { callsOfStack, createRefused, deleteRefused, stackToUpdate, updateRefused } from './refusal';

/** A build that was quicker this time needed fewer looks: the last calls may not be made. */
const UNREACHED = 12;

/** The tests of refused calls, at the points that `choose` takes of each verb's calls. */
export function refusedCalls(choose: (calls: string[]) => number[]): void {
  let faulty: FaultyEngine;
  let calls: Record<Verb, string[]>;
  beforeAll(async () => {
    faulty = await startFaultyEngine();
    calls = await callsOfStack(faulty);
  }, 120_000);
  afterAll(() => faulty.stop());

  it('a create that is refused at any of its calls leaves nothing after the delete of its stack', async () => {
    for (const n of choose(calls.CREATE)) {
      const { refused, reasons, ...rest } = await createRefused(faulty, n);
      if (refused === undefined) {
        expect(n).toBeGreaterThan(calls.CREATE.length - UNREACHED);
        continue;
      }
      expect({ n, refused, ...rest }).toEqual({
        n,
        refused,
        status: 'CREATE_FAILED',
        deleted: 'DELETE_COMPLETE',
        leftovers: [],
      });
      expect(reasons).toContain(`${refused} failed`);
      expect(reasons).toContain('refused on purpose');
    }
  }, 600_000);

  it('an update that is refused at any of its calls brings the old state back', async () => {
    const name = await stackToUpdate(faulty);
    for (const n of choose(calls.UPDATE)) {
      const { refused, status, outputs, same, now } = await updateRefused(faulty, name, n);
      if (refused === undefined) {
        expect(n).toBeGreaterThan(calls.UPDATE.length - UNREACHED);
        continue;
      }
      expect({ n, refused, status, outputs, now }).toEqual({
        n,
        refused,
        status: 'UPDATE_ROLLBACK_COMPLETE',
        outputs: same.outputs,
        now: same.before,
      });
    }
    await faulty.stacks.delete(name);
  }, 900_000);

  it('a delete that is refused at any of its calls is ended by a second one', async () => {
    for (const n of choose(calls.DELETE)) {
      const { refused, ...rest } = await deleteRefused(faulty, n);
      if (refused === undefined) {
        expect(n).toBeGreaterThan(calls.DELETE.length - UNREACHED);
        continue;
      }
      expect({ n, refused, ...rest }).toEqual({
        n,
        refused,
        status: 'DELETE_FAILED',
        second: 'DELETE_COMPLETE',
        leftovers: [],
      });
    }
  }, 600_000);
}
