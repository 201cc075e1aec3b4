import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeForHandlers } from '../../setup/steps/handler-node';
import { pythonEnvironment } from '../../setup/steps/python-tools';

/** What the engine runs on. */
export interface Tools {
  /** The Python that has MiniStack. */
  python: string;
  /** The folder of the `aws` command, for builds. */
  bin: string;
  /** The Node.js of the registry, for handlers. */
  node: string;
  /** The folder of the services' published API models. */
  models: string;
}

/** Of the clone's pinned tools, those that an installed engine needs. */
const NEEDED = /^(ministack|awscli)==/;

/** Finds the tools in a clone; makes them in the user's cache folder where the package was installed from npm. */
export async function toolsOf(
  packageRoot: string,
  cacheFolder: string,
  log: (line: string) => void,
): Promise<Tools> {
  const inClone = existsSync(join(packageRoot, '.venv/bin/ministack'));
  const environment = inClone ? join(packageRoot, '.venv') : join(cacheFolder, 'python');
  const { path: node, step } = nodeForHandlers(
    inClone ? join(packageRoot, '.tools') : join(cacheFolder, 'node'),
  );
  const steps = [step, ...(inClone ? [] : [installed(environment, packageRoot)])];
  for (const { missing, install } of steps) {
    const what = await missing();
    if (what === undefined) continue;
    log(what);
    await install();
  }
  return {
    python: join(environment, 'bin/python'),
    bin: join(environment, 'bin'),
    node,
    models: modelsIn(environment),
  };
}

function installed(environment: string, packageRoot: string) {
  const requirements = readFileSync(join(packageRoot, 'setup/requirements.txt'), 'utf8');
  const needed = requirements.split('\n').filter((line) => NEEDED.test(line));
  const constraints = join(packageRoot, 'setup/constraints.txt');
  return pythonEnvironment(environment, [...needed, '-c', constraints], needed.join());
}

function modelsIn(environment: string): string {
  const python =
    readdirSync(join(environment, 'lib')).find((name) => name.startsWith('python3')) ?? 'python3';
  return join(environment, 'lib', python, 'site-packages/botocore/data');
}
