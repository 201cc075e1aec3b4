// @ts-check
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { SetupError, ask, onPath, root, run } = require('./step');
const { installDebianPackages } = require('./debian');

const requirements = join(root, 'setup/requirements.txt');
const constraints = join(root, 'setup/constraints.txt');

/** @returns {string | undefined} a Python of 3.11 or newer */
function findPython() {
  const names = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python'];
  return names
    .flatMap((name) => onPath(name))
    .find((path) => ask(path, ['-c', 'import sys; sys.exit(sys.version_info < (3, 11))']).ok);
}

/**
 * A Python environment that holds what a requirements file names.
 * @param {string} folder where the environment lives
 * @param {string[]} pipArgs what pip is told to install
 * @param {string} content what the environment depends on; another content makes it anew
 * @returns {import('./step').Step}
 */
function pythonEnvironment(folder, pipArgs, content) {
  const stamp = join(folder, '.setup-stamp');
  const hash = createHash('sha256').update(content).digest('hex');
  return {
    async missing() {
      if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return undefined;
      return `making a Python environment in ${folder} (about 40 s)`;
    },
    async install() {
      const python = findPython();
      if (python === undefined) {
        throw new SetupError(
          'no Python 3.11 or newer on PATH: install one (Debian 12 and newer: apt-get install python3 python3-venv)',
        );
      }
      if (!ask(python, ['-c', 'import ensurepip, venv']).ok) await installDebianPackages(['python3-venv']);
      rmSync(folder, { recursive: true, force: true });
      await run(python, ['-m', 'venv', folder]);
      await run(join(folder, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', ...pipArgs]);
      writeFileSync(stamp, hash);
    },
  };
}

const pythonTools = pythonEnvironment(
  join(root, '.venv'),
  ['-r', requirements, '-c', constraints],
  existsSync(requirements) ? readFileSync(requirements, 'utf8') + readFileSync(constraints, 'utf8') : '',
);

module.exports = { pythonEnvironment, pythonTools };
