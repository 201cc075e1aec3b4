// @ts-check
const { join } = require('node:path');
const { installHandlerNode, missingHandlerNode } = require('../../local/prerequisites/node');
const { root } = require('./step');

const folder = join(root, '.tools');

/** @type {import('./step').Step} */
const handlerNode = {
  missing: async () => missingHandlerNode(folder),
  install: () => installHandlerNode(folder),
};

module.exports = { handlerNode };
