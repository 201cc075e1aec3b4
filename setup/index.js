// @ts-check
// Installs what the other commands need; both README commands run it first. Plain Node.js without packages, because it is
// what installs them. Takes less than a second when there is nothing to do.
const { performance } = require('node:perf_hooks');
const { npmPackages } = require('./steps/npm-packages');
const { pythonTools } = require('./steps/python-tools');
const { handlerNode } = require('./steps/handler-node');
const { dockerEngine } = require('./steps/docker-engine');
const { busybox } = require('./steps/busybox');
const { MissingPrerequisite } = require('../local/prerequisites/command');

const help = `usage: npm run setup [-- --only STEP]

Installs what the other commands of this clone need; each step first checks whether there is anything to do:
  npm      the npm packages of package-lock.json
  python   .venv with the Python tools of setup/requirements.txt (Python 3.11 or newer)
  node     Node.js 22 in .tools, where another version is installed
  docker   a working Docker engine with buildx; installed on Debian and Ubuntu if none is running
  busybox  the shell of the test images (Debian and Ubuntu)

exit codes: 0 ready, 1 something is missing that you must install (the message says what)`;

const steps = { npm: npmPackages, python: pythonTools, node: handlerNode, docker: dockerEngine, busybox };

/** @param {string[]} args */
async function main(args) {
  if (args.includes('--help')) {
    console.log(help);
    return;
  }
  const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined;
  const chosen = Object.entries(steps).filter(([name]) => only === undefined || name === only);
  if (chosen.length === 0)
    throw new MissingPrerequisite(`unknown step "${only}": one of ${Object.keys(steps).join(', ')}`);
  const started = performance.now();
  let worked = false;
  for (const [name, step] of chosen) {
    const missing = await step.missing();
    if (missing === undefined) continue;
    worked = true;
    console.log(`setup ${name}: ${missing}`);
    const from = performance.now();
    await step.install();
    const still = await step.missing();
    if (still !== undefined)
      throw new MissingPrerequisite(`${name}: still missing after the installation: ${still}`);
    console.log(`setup ${name}: ready (${((performance.now() - from) / 1000).toFixed(0)} s)`);
  }
  if (worked) console.log(`setup: done in ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`setup: ${error instanceof MissingPrerequisite ? error.message : error.stack}`);
  process.exit(1);
});
