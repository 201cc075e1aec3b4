import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { copyOfProject } from '../support/project-copy';
import { root, run } from '../support/tools';

/** The files of a folder, with what they contain. */
function contents(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => !['node_modules', 'rpdk.log'].includes(name));
  const files = names.flatMap((name) =>
    statSync(join(folder, name)).isFile()
      ? [name]
      : readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' }).map((below) =>
          join(name, below),
        ),
  );
  const regular = files.filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(regular.map((name) => [name, readFileSync(join(folder, name), 'latin1')]));
}

it('cfn generate changes nothing but the two files that npm run generate writes instead', async () => {
  const project = copyOfProject();
  try {
    const before = contents(project.path);
    const { code, stdout, stderr } = await run(join(root, '.venv/bin/cfn'), ['generate'], {
      cwd: project.path,
      env: { AWS_DEFAULT_REGION: 'us-east-1' },
    });
    expect({ code, output: stdout + stderr }).toEqual({
      code: 0,
      output: expect.stringContaining('Generated files for TokenInjectable::Docker::Builder'),
    });
    const after = contents(project.path);
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    expect(names.filter((name) => before[name] !== after[name])).toEqual([
      // The tool's role may do everything to every resource, its models know no map and lose data.
      'resource-role.yaml',
      'src/models.ts',
    ]);
  } finally {
    project.remove();
  }
}, 60_000);
