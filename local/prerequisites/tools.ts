import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { handlerNode, installHandlerNode, missingHandlerNode } from './node';
import { createPythonEnvironment, missingPythonEnvironment } from './python';

/** What the engine runs on. */
export interface Tools {
  /** The Python that has MiniStack. */
  python: string;
  /** The folder of the `aws` command, for builds. */
  bin: string;
  /** The Node.js that runs handlers. */
  node: string;
  /** The folder of the services' published API models. */
  models: string;
}

/** The pinned tools that an installed engine needs; a clone has more. */
const NEEDED = /^(ministack|awscli)==/;

/**
 * Finds the tools in a clone. Where the package was installed from npm, they are installed in the user's cache folder,
 * by npm and pip only: never by the system's package manager.
 */
export async function requireTools(
  packageRoot: string,
  cacheFolder: string,
  log: (line: string) => void = () => {},
): Promise<Tools> {
  const inClone = existsSync(join(packageRoot, '.venv/bin/ministack'));
  const python = inClone ? join(packageRoot, '.venv') : join(cacheFolder, 'python');
  const node = inClone ? join(packageRoot, '.tools') : join(cacheFolder, 'node');
  await install(missingHandlerNode(node), () => installHandlerNode(node), log);
  if (!inClone) {
    const environment = describeEnvironment(python, packageRoot);
    await install(missingPythonEnvironment(environment), () => createPythonEnvironment(environment), log);
  }
  return {
    python: join(python, 'bin/python'),
    bin: join(python, 'bin'),
    node: handlerNode(node),
    models: join(sitePackages(python), 'botocore/data'),
  };
}

async function install(
  missing: string | undefined,
  act: () => Promise<void>,
  log: (line: string) => void,
): Promise<void> {
  if (missing === undefined) return;
  log(missing);
  await act();
}

function describeEnvironment(folder: string, packageRoot: string) {
  const requirements = readFileSync(join(packageRoot, 'setup/requirements.txt'), 'utf8');
  const needed = requirements.split('\n').filter((line) => NEEDED.test(line));
  const constraints = join(packageRoot, 'setup/constraints.txt');
  return { folder, install: [...needed, '-c', constraints], content: needed.join() };
}

function sitePackages(environment: string): string {
  const lib = join(environment, 'lib');
  const python = readdirSync(lib).find((name) => name.startsWith('python3')) ?? 'python3';
  return join(lib, python, 'site-packages');
}
