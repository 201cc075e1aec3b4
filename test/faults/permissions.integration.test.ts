import { roleCopies } from '../support/role-copy';
import { advised, needs } from './permissions/needs';
import type { ScenarioName } from './permissions/scenarios';
import { play, type Removal } from './permissions/take-away';

const endpoint = process.env.AWS_ENDPOINT_URL as string;

it.each(['execution', 'build'] as const)(
  'every action of the %s role is one that something fails without',
  async (kind) => {
    const granted = await roleCopies(endpoint).actionsOf(kind);
    expect(granted.filter((action) => !(action in advised))).toEqual(Object.keys(needs[kind]).sort());
  },
);

it.each<[string, Removal['kind'], ScenarioName, string]>([
  ['ecr:TagResource', 'execution', 'inline', 'is not authorized to perform: ecr:TagResource'],
  [
    'codebuild:StopBuild',
    'execution',
    'deleteDuringBuild',
    'is not authorized to perform: codebuild:StopBuild',
  ],
  // What BuildKit makes of a refusal of the registry.
  ['ecr:UploadLayerPart', 'build', 'inline', '403 Forbidden'],
])(
  'without %s of the %s role, "%s" fails: %s',
  async (action, kind, scenario, message) => {
    expect(await play(endpoint, scenario, { kind, action })).toContain(message);
  },
  60_000,
);
