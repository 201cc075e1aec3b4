// @ts-check
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { MissingPrerequisite, onPath, run, succeeds } = require('./command');

const NAMES = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python'];
const IS_NEW_ENOUGH = 'import sys; sys.exit(sys.version_info < (3, 11))';

/**
 * @returns {string} a Python of version 3.11 or newer
 * @throws MissingPrerequisite when there is none
 */
function findPython() {
  const found = NAMES.flatMap(onPath).find((path) => succeeds(path, ['-c', IS_NEW_ENOUGH]));
  if (found === undefined) {
    throw new MissingPrerequisite(
      'no Python 3.11 or newer on PATH: install one (Debian 12 and newer: apt-get install python3 python3-venv)',
    );
  }
  return found;
}

/**
 * Debian packages the module that creates environments separately.
 * @param {string} python
 */
const hasVenv = (python) => succeeds(python, ['-c', 'import ensurepip, venv']);

/**
 * @typedef {object} PythonEnvironment
 * @property {string} folder
 * @property {string[]} install the arguments of `pip install`
 * @property {string} content what the environment depends on: when it changes, the environment is created anew
 */

/** @param {PythonEnvironment} environment */
const stampOf = ({ folder }) => join(folder, '.setup-stamp');

/** @param {PythonEnvironment} environment */
const hashOf = ({ content }) => createHash('sha256').update(content).digest('hex');

/**
 * @param {PythonEnvironment} environment
 * @returns {string | undefined} what has to be installed; undefined when nothing has
 */
function missingPythonEnvironment(environment) {
  const stamp = stampOf(environment);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOf(environment)) return undefined;
  return `creating a Python environment in ${environment.folder} (about 40 s)`;
}

/**
 * @param {PythonEnvironment} environment
 * @returns {Promise<void>}
 */
async function createPythonEnvironment(environment) {
  const { folder, install } = environment;
  const python = findPython();
  if (!hasVenv(python)) {
    throw new MissingPrerequisite(
      `${python} can't create environments: install its venv module (Debian and Ubuntu: apt-get install python3-venv)`,
    );
  }
  rmSync(folder, { recursive: true, force: true });
  await run(python, ['-m', 'venv', folder]);
  await run(join(folder, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', ...install]);
  writeFileSync(stampOf(environment), hashOf(environment));
}

module.exports = { createPythonEnvironment, findPython, hasVenv, missingPythonEnvironment };
