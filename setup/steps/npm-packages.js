// @ts-check
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { run } = require('../../local/prerequisites/command');
const { root } = require('./step');

const stamp = join(root, 'node_modules/.setup-stamp');
const hashLockFile = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/** @type {import('./step').Step} */
const npmPackages = {
  async missing() {
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hashLockFile()) return undefined;
    return 'installing the npm packages of package-lock.json (about 20 s)';
  },
  async install() {
    // Not `npm ci`: it refuses the lock file where a mirror lacks the binaries of other platforms.
    await run('npm', ['install', '--no-save', '--no-audit', '--no-fund'], { cwd: root });
    writeFileSync(stamp, hashLockFile());
  },
};

module.exports = { npmPackages };
