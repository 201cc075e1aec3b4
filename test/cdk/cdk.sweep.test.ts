import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aws, fileOfImage, leftovers, outputsOf, root, run, uniqueName } from '../support/tools';

const app = join(root, 'test/cdk/app');
const output = mkdtempSync(join(tmpdir(), 'cdk-out-'));
afterAll(() => rmSync(output, { recursive: true, force: true }));

/** The unmodified `cdk` command. */
const cdk = (...args: string[]) =>
  run(join(root, 'node_modules/.bin/cdk'), [...args, '--output', output, '--no-notices'], {
    cwd: app,
    env: { CI: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true' },
  });

/** Throws with the command's output if it fails. */
async function succeeds(...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await cdk(...args);
  if (code !== 0) throw new Error(`cdk ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
}

it('bootstraps, deploys, compares and destroys an app that uses the type, with an asset and a token', async () => {
  const name = uniqueName('cdk');
  const context = ['--context', `name=${name}`];
  await succeeds('bootstrap', 'aws://000000000000/us-east-1', ...context);
  await succeeds('deploy', '--require-approval', 'never', ...context);
  const { ApiUrl = '', ImageUri = '' } = await outputsOf(name);
  expect(ApiUrl).not.toBe('');
  const config = () => JSON.parse(fileOfImage(ImageUri, '/config.json').toString());
  expect(config()).toEqual({ apiUrl: ApiUrl, stage: 'test' });

  await succeeds('diff', '--fail', ...context);
  const differing = await cdk('diff', '--fail', ...context, '--context', 'stage=prod');
  expect(differing.code).toBe(1);
  expect(`${differing.stdout}${differing.stderr}`).toMatch(
    /TokenInjectable::Docker::Builder.*Image[\s\S]*STAGE/,
  );

  await succeeds('deploy', '--require-approval', 'never', ...context, '--context', 'stage=prod');
  const second = (await outputsOf(name)).ImageUri ?? '';
  expect(second).not.toBe(ImageUri);
  expect(JSON.parse(fileOfImage(second, '/config.json').toString())).toMatchObject({ stage: 'prod' });

  await succeeds('destroy', '--force', ...context);
  await expect(aws('cloudformation', 'describe-stacks', '--stack-name', name)).rejects.toThrow(
    /does not exist/,
  );
  expect(await leftovers(name)).toEqual([]);
}, 180_000);
