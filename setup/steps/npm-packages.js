// @ts-check
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { root, run } = require('./step');

const stamp = join(root, 'node_modules/.setup-stamp');
const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/** @type {import('./step').Step} */
const npmPackages = {
  async missing() {
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash()) return undefined;
    return 'installing the npm packages of package-lock.json (about 20 s)';
  },
  async install() {
    // Not `npm ci`: a mirror that lacks the binaries of other platforms makes it refuse the lock file.
    await run('npm', ['install', '--no-save', '--no-audit', '--no-fund']);
    writeFileSync(stamp, lockHash());
  },
};

module.exports = { npmPackages };
