import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOf, readTemplate } from '../support/policies';
import { root } from '../support/root';

const folder = join(root, 'registration');
const policies = readdirSync(folder).filter((name) => name.endsWith('-policy.json'));

interface Statement {
  Sid: string;
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
}

const statementsOf = (name: string): Statement[] => {
  const document = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { Statement: Statement[] };
  return document.Statement;
};

describe.each(policies)('the policy %s', (name) => {
  const statements = statementsOf(name);

  it.each(statements.map((statement) => [statement.Sid, statement] as const))(
    '%s names actions that exist, with resources that they have',
    async (_sid, { Action, Resource }) => {
      const statement = { Action: [Action].flat(), Resource: [Resource].flat(), Condition: {} };
      expect(await faultsOf(statement)).toEqual([]);
    },
  );

  it('allows, and is small enough for a managed policy', () => {
    expect(new Set(statements.map(({ Effect }) => Effect))).toEqual(new Set(['Allow']));
    expect(JSON.stringify(statements).length).toBeLessThan(6_144);
  });

  it('is in the guide', () => {
    expect(readFileSync(join(root, 'guides/aws.md'), 'utf8')).toContain(`registration/${name}`);
  });
});

it('the guide lists every parameter that grants rights', () => {
  const { Parameters } = readTemplate(readFileSync(join(folder, 'registration.yaml'), 'utf8')) as {
    Parameters: object;
  };
  // The command sets these itself.
  const own = ['SchemaHandlerPackage', 'TypeName', 'NamePrefix'];
  const guide = readFileSync(join(root, 'guides/aws.md'), 'utf8');
  const rights = Object.keys(Parameters).filter((name) => !own.includes(name));
  expect(rights.filter((name) => !guide.includes(`\`${name}`))).toEqual([]);
  expect(rights.length).toBeGreaterThan(5);
});
