import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { folderOf, root } from '../support/tools';

/** Runs the check on a folder with these files. */
function check(files: Record<string, string>) {
  const folder = folderOf(files);
  const { status, stdout } = spawnSync(
    join(root, 'node_modules/.bin/tsx'),
    [join(root, 'tools/imports.ts'), folder.path],
    { encoding: 'utf8' },
  );
  folder.remove();
  return { status, violations: [...stdout.matchAll(/error ([a-z-]+): (\S+)/g)].map(([, ...parts]) => parts) };
}

const value = 'export const value = 1;\n';
const imports = (path: string): string => `import { value } from '${path}';\nexport const other = value;\n`;
const importsType = (path: string): string =>
  `import type { value } from '${path}';\nexport type Other = typeof value;\n`;

describe('the check of imports', () => {
  it('passes on imports in the direction of the architecture', () => {
    const files = {
      'src/handlers.ts': imports('./handlers/create'),
      'src/handlers/create.ts': imports('../parts/project'),
      'src/parts/project.ts': `${imports('../plan/names')}export type { value as V } from '../ports/codebuild';\n`,
      'src/plan/names.ts': value,
      'src/ports/codebuild.ts': value,
      'src/aws/codebuild.ts': importsType('../ports/codebuild'),
      'cli/main.ts': imports('../local/engine/start'),
      'local/engine/start.ts': value,
    };
    expect(check(files)).toEqual({ status: 0, violations: [] });
  }, 60_000);

  it('names each import in another direction, also that of a type alone and one by re-export', () => {
    const files = {
      'src/plan/a.ts': importsType('../aws/a'),
      'src/plan/b.ts': imports('node:fs'),
      'src/plan/c.ts': importsType('@aws-sdk/client-s3'),
      'src/aws/a.ts': value,
      'src/aws/b.ts': imports('../plan/d'),
      'src/plan/d.ts': value,
      'src/ports/a.ts': importsType('../aws/a'),
      'src/ports/b.ts': importsType('@smithy/types'),
      'src/waiting/a.ts': importsType('../parts/b'),
      'src/parts/a.ts': "export { value } from '../aws/a';\n",
      'src/parts/b.ts': value,
      'src/parts/c.ts': imports('@aws-sdk/client-ecr'),
      'src/handlers/a.ts': value,
      'src/handlers/b.ts': imports('../aws/a'),
      'src/runtime/a.ts': imports('../plan/d'),
      'src/parts/d.ts': imports('../../cli/a'),
      'cli/a.ts': value,
      'cli/b.ts': imports('../src/plan/d'),
      'cli/c.ts': imports('../local/registry/a'),
      'local/registry/a.ts': value,
      'local/engine/a.ts': imports('../../cli/a'),
      'local/engine/b.ts': "export const load = () => import('../../src/plan/d');\n",
      'setup/a.js': "require('../local/engine/c');\n",
      'local/engine/c.ts': value,
    };
    const { status, violations } = check(files);
    expect(violations.sort()).toEqual(
      [
        ['plan-is-pure', 'src/plan/a.ts'],
        ['plan-does-no-io', 'src/plan/b.ts'],
        ['plan-does-no-io', 'src/plan/c.ts'],
        ['aws-implements-ports', 'src/aws/b.ts'],
        ['ports-stand-alone', 'src/ports/a.ts'],
        ['ports-know-no-sdk', 'src/ports/b.ts'],
        ['waiting-below-parts', 'src/waiting/a.ts'],
        ['parts-use-ports', 'src/parts/a.ts'],
        ['sdk-only-in-adapters', 'src/parts/c.ts'],
        ['handlers-use-parts', 'src/handlers/b.ts'],
        ['runtime-knows-no-type', 'src/runtime/a.ts'],
        ['parts-use-ports', 'src/parts/d.ts'],
        ['type-stands-alone', 'src/parts/d.ts'],
        ['command-speaks-aws', 'cli/b.ts'],
        ['command-speaks-aws', 'cli/c.ts'],
        ['engine-stands-alone', 'local/engine/a.ts'],
        ['engine-stands-alone', 'local/engine/b.ts'],
        ['setup-stands-alone', 'setup/a.js'],
      ].sort(),
    );
    expect(status).toBe(violations.length);
  }, 60_000);

  it('finds a cycle of two modules and one of three, of types alone too', () => {
    const files = {
      'cli/a.ts': imports('./b'),
      'cli/b.ts': imports('./a'),
      'local/a.ts': importsType('./b'),
      'local/b.ts': importsType('./c'),
      'local/c.ts': importsType('./a'),
    };
    const { status, violations } = check(files);
    expect(new Set(violations.map(([rule]) => rule))).toEqual(new Set(['no-cycle']));
    expect(status).toBe(violations.length);
    expect(violations.map(([, from]) => from)).toEqual(expect.arrayContaining(['cli/a.ts', 'local/a.ts']));
  }, 60_000);
});
