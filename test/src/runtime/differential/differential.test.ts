import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Case } from './case';
import { generated } from './generated';
import { officialAnswer } from './official';
import { officialBugs } from './official-bugs';
import { ourAnswer } from './ours';
import { tables } from './tables';

const SEED = 1;
const GENERATED = 240;
/** The official runtime sleeps for a second in each event. */
const SIDE_BY_SIDE = 110;

beforeEach(() => {
  for (const name of ['log', 'error', 'warn', 'info', 'debug'] as const)
    jest.spyOn(console, name).mockImplementation(() => {});
});
afterEach(() => jest.restoreAllMocks());

interface Compared {
  made: Case;
  official: string;
  ours: string;
}

async function compared(cases: readonly Case[]): Promise<Compared[]> {
  const all: Compared[] = [];
  for (let from = 0; from < cases.length; from += SIDE_BY_SIDE) {
    const batch = cases.slice(from, from + SIDE_BY_SIDE).map(async (made) => ({
      made,
      official: await officialAnswer(made),
      ours: await ourAnswer(made),
    }));
    all.push(...(await Promise.all(batch)));
  }
  return all;
}

it('answers every event byte by byte as the official runtime does, but for its listed bugs', async () => {
  const events = [...tables, ...generated(SEED, GENERATED)];
  expect(events.length).toBeGreaterThanOrEqual(300);
  expect(GENERATED / events.length).toBeGreaterThanOrEqual(0.5);

  const hit = new Set<string>();
  const wrong: string[] = [];
  for (const { made, official, ours } of await compared(events)) {
    const bug = officialBugs.find((listed) => listed.appliesTo(made));
    if (bug !== undefined) hit.add(bug.name);
    const right = bug === undefined ? official === ours : bug.explains(official, ours, made);
    if (!right)
      wrong.push(`${made.name}${bug ? ` (${bug.name})` : ''}\n  official ${official}\n  ours     ${ours}`);
  }
  expect(wrong).toEqual([]);
  expect([...hit].sort()).toEqual(officialBugs.map(({ name }) => name).sort());
}, 120_000);

it('lists each of those bugs in the guide', () => {
  const guide = readFileSync(resolve(__dirname, '../../../../guides/runtime.md'), 'utf8');
  for (const { name } of officialBugs) expect(guide).toContain(`| ${name} |`);
});
