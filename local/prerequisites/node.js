// @ts-check
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { MissingPrerequisite, run } = require('./command');

/** The registry runs handlers on nodejs22.x, so the local engine does too. */
const VERSION = '22.23.3';
const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

const isThisNode = process.versions.node.split('.')[0] === VERSION.split('.')[0];
const npmPackage = `node-${process.platform}-${process.arch}`;

/**
 * @param {string} folder where Node.js is installed from npm, when this process runs on another version
 * @returns {string} the Node.js that runs handlers
 */
const handlerNode = (folder) =>
  isThisNode ? process.execPath : join(folder, 'node_modules', npmPackage, 'bin/node');

/**
 * @param {string} folder
 * @returns {string | undefined} what has to be installed; undefined when nothing has
 */
const missingHandlerNode = (folder) =>
  existsSync(handlerNode(folder))
    ? undefined
    : `installing Node.js ${VERSION}, the version on which the registry runs handlers`;

/**
 * @param {string} folder
 * @returns {Promise<void>}
 */
async function installHandlerNode(folder) {
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.includes(platform)) {
    throw new MissingPrerequisite(
      `npm has no Node.js ${VERSION} for ${platform}: install Node.js 22 and run this command with it`,
    );
  }
  const quiet = ['--no-save', '--no-audit', '--no-fund'];
  await run('npm', ['install', ...quiet, '--prefix', folder, `${npmPackage}@${VERSION}`]);
}

module.exports = { handlerNode, installHandlerNode, missingHandlerNode };
