// Shows the main job: deploys examples/api-url on the local engine, reads the argument from the pulled image, then shows
// which changes cause a build and which do not.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { BatchGetBuildsCommand, CodeBuildClient, ListBuildsCommand } from '@aws-sdk/client-codebuild';
import { TYPE_PACKAGE } from '../cli/registration/type-package';
import { engineEnvironment, ROOT_KEYS } from '../local/engine/endpoint';
import { freePort } from '../local/engine/ports';
import { findDocker } from '../local/prerequisites/docker';

const root = resolve(__dirname, '..');
const command = join(root, 'dist/docker-builder.js');
const docker = findDocker() as string;

interface Outputs {
  ApiUrl: string;
  ImageUri: string;
}

async function main(): Promise<void> {
  run('bundling the command', join(root, 'node_modules/.bin/tsx'), ['tools/build.ts']);
  if (!existsSync(TYPE_PACKAGE)) {
    run('packaging the resource type', join(root, 'node_modules/.bin/tsx'), ['tools/package.ts']);
  }
  const port = await freePort();
  const env = { ...process.env, ...engineEnvironment(`http://127.0.0.1:${port}`) };
  const builder = (...args: string[]): string =>
    execFileSync(process.execPath, [command, ...args], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  process.on('SIGINT', () => process.exit(130));
  try {
    title('A local AWS endpoint');
    builder('local', 'up', '--detach', '--port', String(port));
    let deployments = 0;
    const deploy = (what: string, ...overrides: string[]): Outputs => {
      deployments += 1;
      title(`${deployments}. ${what}`);
      const parameters = overrides.length > 0 ? ['--parameter-overrides', ...overrides] : [];
      const args = [
        'deploy',
        '--template-file',
        'examples/api-url/template.yaml',
        '--stack-name',
        'demo',
        '--local',
        '--json',
        ...parameters,
      ];
      return printDeployment(builder(...args));
    };
    const first = deploy(
      "a new stack: the API's URL exists only during the deployment",
      'StageName=prod',
      'Owner=you',
    );
    title('The value, read from the image in the registry');
    console.log(`  docker pull ${first.ImageUri}`);
    const config = fromImage(first.ImageUri, '/www/config.json');
    console.log(`  /www/config.json: ${config.trim()}`);
    if (!config.includes(first.ApiUrl)) throw new Error(`the image does not contain ${first.ApiUrl}`);
    const retagged = deploy(
      'a different tag: the handler runs, nothing is built',
      'StageName=prod',
      'Owner=someone-else',
    );
    expect(retagged.ImageUri === first.ImageUri, 'a changed tag gives the same image');
    const other = deploy(
      'a different stage, so a different URL: a new image',
      'StageName=test',
      'Owner=someone-else',
    );
    expect(other.ImageUri !== first.ImageUri, 'a different URL gives a different image');
    const back = deploy('the first stage again: nothing is built', 'StageName=prod', 'Owner=you');
    expect(back.ImageUri === first.ImageUri, 'the first URL gives the first image');
    const builds = await countBuilds(env);
    title('Done');
    console.log(`${deployments} deployments, ${builds} builds, ${back.ImageUri}`);
  } finally {
    spawnSync(process.execPath, [command, 'local', 'down', '--port', String(port)], { env, stdio: 'ignore' });
  }
}

const title = (text: string): void => console.log(`\n== ${text}`);

function run(says: string, file: string, args: string[]): void {
  console.log(says);
  execFileSync(file, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`expected that ${what}`);
}

/** Prints a deployment's events and build, and returns its outputs. */
function printDeployment(lines: string): Outputs {
  let outputs: Outputs | undefined;
  for (const line of lines.split('\n').filter(Boolean)) {
    const report = JSON.parse(line);
    if (report.type === 'step') console.log(`  ${report.message}`);
    if (report.type === 'event')
      console.log(
        `  ${report.event.status.padEnd(36)} ${report.event.logicalId}${report.event.reason ? `  (${report.event.reason})` : ''}`,
      );
    if (report.type === 'log')
      for (const text of report.lines)
        if (/^docker-builder: |^#\d+ \[/.test(text)) console.log(`    | ${text}`);
    if (report.type === 'result' && report.ok) outputs = report.outputs;
  }
  if (outputs === undefined) throw new Error('the deployment has no outputs');
  console.log(`  ApiUrl   ${outputs.ApiUrl}\n  ImageUri ${outputs.ImageUri}`);
  return outputs;
}

/** A file of an image, pulled from its registry. */
function fromImage(uri: string, path: string): string {
  const ask = (...args: string[]): string => execFileSync(docker, args, { encoding: 'utf8' });
  ask('pull', '--quiet', uri);
  const container = ask('create', uri, 'none').trim();
  try {
    const tar = execFileSync(docker, ['cp', `${container}:${path}`, '-']);
    return execFileSync('tar', ['-xO'], { input: tar, encoding: 'utf8' });
  } finally {
    ask('rm', container);
    spawnSync(docker, ['image', 'rm', '--force', uri], { stdio: 'ignore' });
  }
}

/** Counts the builds that CodeBuild lists. */
async function countBuilds(env: NodeJS.ProcessEnv): Promise<number> {
  const client = new CodeBuildClient({
    endpoint: env.AWS_ENDPOINT_URL as string,
    region: 'us-east-1',
    credentials: ROOT_KEYS,
  });
  const { ids = [] } = await client.send(new ListBuildsCommand({}));
  const { builds = [] } = await client.send(new BatchGetBuildsCommand({ ids }));
  return builds.length;
}

main().catch((error) => {
  console.error(`demo: ${error.message}`);
  process.exit(1);
});
