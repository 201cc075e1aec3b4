import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dockerBuilder, folderOf, root } from '../support/tools';

const bucket = 'docker-builder-000000000000-us-east-1';

/** cfn-lint 1.41 with our schema: the last version that checks registry types. */
function lint(template: string) {
  const schemas = folderOf({});
  mkdirSync(join(schemas.path, 'schemas'));
  writeFileSync(
    join(schemas.path, 'schemas/builder.json'),
    readFileSync(join(root, 'schema/token-injectable-docker-builder.json')),
  );
  const { status, stdout, stderr } = spawnSync(
    join(root, '.venv/bin/cfn-lint'),
    ['--registry-schemas', join(schemas.path, 'schemas'), '--regions', 'us-east-1', '--', template],
    { encoding: 'utf8' },
  );
  schemas.remove();
  return { status, output: stdout + stderr };
}

const examples = readdirSync(join(root, 'examples'), { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
);

describe('the example', () => {
  it.each(examples.map(({ name }) => name))(
    '%s is valid by our schema once it is packaged',
    async (name) => {
      const folder = folderOf({});
      const packaged = join(folder.path, 'packaged.yaml');
      const { code } = await dockerBuilder(
        'package',
        '--local',
        '--template-file',
        join(root, 'examples', name, 'template.yaml'),
        '--s3-bucket',
        bucket,
        '--output-template-file',
        packaged,
      );
      expect(code).toBe(0);
      expect(lint(packaged)).toEqual({ status: 0, output: '' });
      folder.remove();
    },
    60_000,
  );
});
