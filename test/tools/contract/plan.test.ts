import type { InputSet } from '../../../tools/contract/input-sets';
import { planRuns } from '../../../tools/contract/plan';

const sets: InputSet[] = ['one', 'two', 'three', 'four'].map((name) => ({
  name,
  create: '{}',
  update: '{}',
  tagged: true,
}));
const shown = (full: boolean) =>
  planRuns(sets, full).map(({ sets, tests, typeConfiguration }) => ({
    sets: sets.map(({ name }) => name),
    all: tests === undefined,
    configured: typeConfiguration !== undefined,
  }));

it('the quick run takes every set once, the first one in full and with a type configuration', () => {
  expect(shown(false)).toEqual([
    { sets: ['one'], all: true, configured: true },
    { sets: ['two', 'three'], all: false, configured: false },
    { sets: ['four'], all: false, configured: false },
  ]);
});

it('the full run takes all tests of every set, with and without a type configuration', () => {
  const runs = sets.map(({ name }) => ({ sets: [name], all: true }));
  expect(shown(true)).toEqual([
    ...runs.map((run) => ({ ...run, configured: true })),
    ...runs.map((run) => ({ ...run, configured: false })),
  ]);
});
