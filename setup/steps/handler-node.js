// @ts-check
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { SetupError, root, run } = require('./step');

/** The registry runs handlers on nodejs22.x, so the local engine does too. */
const VERSION = '22.23.3';

/**
 * The Node.js that runs handlers: this process's own where it is of the right major version, else one installed from npm.
 * @param {string} folder where an installed one lives
 * @returns {{ path: string, step: import('./step').Step }}
 */
function nodeForHandlers(folder) {
  if (process.versions.node.split('.')[0] === VERSION.split('.')[0]) {
    return { path: process.execPath, step: { missing: async () => undefined, install: async () => {} } };
  }
  const name = `node-${process.platform}-${process.arch}`;
  const path = join(folder, 'node_modules', name, 'bin/node');
  return {
    path,
    step: {
      async missing() {
        return existsSync(path)
          ? undefined
          : `installing Node.js ${VERSION}, which the registry runs handlers on`;
      },
      async install() {
        if (
          !['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'].includes(
            `${process.platform}-${process.arch}`,
          )
        ) {
          throw new SetupError(
            `npm has no Node.js ${VERSION} for ${process.platform}-${process.arch}: install Node.js 22 and run this again with it`,
          );
        }
        await run(
          'npm',
          ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, `${name}@${VERSION}`],
          {
            cwd: root,
          },
        );
      },
    },
  };
}

const handlerNode = nodeForHandlers(join(root, '.tools')).step;

module.exports = { handlerNode, nodeForHandlers };
