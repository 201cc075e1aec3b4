import type { RoleKind } from '../support/role-copy';
import { needs } from './permissions/needs';
import { type ScenarioName, scenarios } from './permissions/scenarios';
import { play } from './permissions/take-away';

const endpoint = process.env.AWS_ENDPOINT_URL as string;

const names = Object.keys(scenarios) as ScenarioName[];
const removals = Object.entries(needs).flatMap(([kind, actions]) =>
  Object.entries(actions).map(([action, scenario]) => ({ kind: kind as RoleKind, action, scenario })),
);

it.each(names)(
  'with the whole roles, "%s" passes',
  async (name) => {
    expect(await play(endpoint, name)).toBeUndefined();
  },
  120_000,
);

it.each(removals)(
  'without $action of the $kind role, "$scenario" fails',
  async ({ kind, action, scenario }) => {
    const failure = await play(endpoint, scenario, { kind, action });
    console.log(`${kind} ${action}: ${failure}`);
    expect(failure).toBeDefined();
  },
  120_000,
);
