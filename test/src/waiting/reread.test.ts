import { reread } from '../../../src/waiting/reread';
import { runAt } from '../../support/operation';

const seen = (found: number | undefined) => found !== undefined;

/** A read that finds something at its n-th time. */
function foundAt(n: number) {
  let reads = 0;
  const read = async () => {
    reads += 1;
    return reads >= n ? reads : undefined;
  };
  return { read, count: () => reads };
}

it('what is seen at once costs one read', async () => {
  const { read, count } = foundAt(1);
  expect(await reread(read, seen, runAt(0))).toBe(1);
  expect(count()).toBe(1);
});

it('what is seen late is found', async () => {
  expect(await reread(foundAt(3).read, seen, runAt(0))).toBe(3);
});

it('what is never seen is believed to be absent after three reads', async () => {
  const { read, count } = foundAt(99);
  expect(await reread(read, seen, runAt(0))).toBeUndefined();
  expect(count()).toBe(3);
});
