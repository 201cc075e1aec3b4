// @ts-check
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const {
  createPythonEnvironment,
  findPython,
  hasVenv,
  missingPythonEnvironment,
} = require('../../local/prerequisites/python');
const { installDebianPackages } = require('./debian');
const { root } = require('./step');

const requirements = join(root, 'setup/requirements.txt');
const constraints = join(root, 'setup/constraints.txt');

const environment = {
  folder: join(root, '.venv'),
  install: ['-r', requirements, '-c', constraints],
  content: readFileSync(requirements, 'utf8') + readFileSync(constraints, 'utf8'),
};

/** @type {import('./step').Step} */
const pythonTools = {
  missing: async () => missingPythonEnvironment(environment),
  async install() {
    if (!hasVenv(findPython())) await installDebianPackages(['python3-venv']);
    await createPythonEnvironment(environment);
  },
};

module.exports = { pythonTools };
