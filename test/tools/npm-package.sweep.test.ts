import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../local/engine/ports';
import { type InstalledPackage, installPackage } from '../support/npm-package';
import { root, uniqueName } from '../support/tools';

describe('the npm package in an empty folder', () => {
  let installed: InstalledPackage;
  let port: string;
  const builder = (...args: string[]) =>
    installed.run('npx', ['--no-install', 'docker-builder', ...args], {
      // A separate cache, so that the engine installs its Python environment as it does for a new user.
      XDG_CACHE_HOME: join(installed.folder, 'cache'),
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    });

  beforeAll(async () => {
    installed = await installPackage();
    port = String(await freePort());
  }, 120_000);
  afterAll(async () => {
    await builder('local', 'down', '--port', port);
    installed.remove();
  }, 60_000);

  it('starts the local engine and deploys the example', async () => {
    cpSync(join(root, 'examples/api-url'), join(installed.folder, 'example'), { recursive: true });
    const up = await builder('local', 'up', '--detach', '--port', port);
    expect(up).toMatchObject({ code: 0 });
    const deployed = await builder(
      'deploy',
      '--local',
      '--template-file',
      'example/template.yaml',
      '--stack-name',
      uniqueName('npm'),
    );
    expect(deployed).toMatchObject({ code: 0, stdout: expect.stringContaining('ImageUri') });
  }, 580_000);
});
