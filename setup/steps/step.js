// @ts-check
const { resolve } = require('node:path');

/**
 * @typedef {object} Step
 * @property {() => Promise<string | undefined>} missing what has to be installed, in words; undefined when nothing has
 * @property {() => Promise<void>} install installs it; throws a MissingPrerequisite that says what the user must do
 */

const root = resolve(__dirname, '../..');

module.exports = { root };
