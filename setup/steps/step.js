// @ts-check
const { spawn, spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join, resolve } = require('node:path');

/**
 * @typedef {object} Step
 * @property {() => Promise<string | undefined>} missing what is not there yet, in words; undefined when all is there
 * @property {() => Promise<void>} install brings it there; throws a SetupError that says what the user must do
 */

/** A message for the person at the terminal: what is wrong and exactly what to do. */
class SetupError extends Error {}

const root = resolve(__dirname, '../..');

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {{ ok: boolean, out: string }} what it printed (both streams), trimmed
 */
function ask(command, args) {
  const done = spawnSync(command, args, { encoding: 'utf8', timeout: 20_000 });
  return { ok: done.status === 0, out: `${done.stdout ?? ''}${done.stderr ?? ''}`.trim() };
}

/**
 * Runs a command quietly; its output is shown only when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<void>}
 */
function run(command, args, options = {}) {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => failed(new SetupError(`${command} could not be started: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) done();
      else
        failed(
          new SetupError(
            `${[command, ...args].join(' ')} ended with exit code ${code}:\n${output.slice(-4000)}`,
          ),
        );
    });
  });
}

/**
 * The first of the folders on PATH (and of the usual system folders) that holds each of these commands.
 * @param {string} name
 * @returns {string[]} absolute paths, in PATH's order, without repeats
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

module.exports = { SetupError, ask, onPath, root, run };
