// @ts-check
const { spawn, spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');

/** A message for the person at the terminal: what is missing and exactly what to do. */
class MissingPrerequisite extends Error {}

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {boolean} whether the command exists and ends with exit code 0
 */
const succeeds = (command, args) =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 20_000 }).status === 0;

/**
 * Runs a command quietly; its output is shown only when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<void>}
 */
function run(command, args, options = {}) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    child.on('error', (error) =>
      failed(new MissingPrerequisite(`${command} could not be started: ${error.message}`)),
    );
    child.on('close', (code) => {
      if (code === 0) return done();
      const shown = [command, ...args].join(' ');
      failed(new MissingPrerequisite(`${shown} ended with exit code ${code}:\n${output.slice(-4000)}`));
    });
  });
}

/**
 * @param {string} name
 * @returns {string[]} every command of this name on PATH and in the usual system folders, in PATH's order, without repeats
 */
function onPath(name) {
  const folders = [
    ...(process.env.PATH ?? '').split(':'),
    '/usr/bin',
    '/usr/local/bin',
    '/usr/sbin',
    '/sbin',
  ];
  return [...new Set(folders.filter(Boolean).map((folder) => join(folder, name)))].filter((path) =>
    existsSync(path),
  );
}

module.exports = { MissingPrerequisite, onPath, run, succeeds };
