// @ts-check
const { onPath } = require('../../local/prerequisites/command');
const { installDebianPackages } = require('./debian');

/**
 * The tests build images whose RUN instructions need a shell, but can't rely on a container registry: they copy Debian's
 * statically linked busybox instead of pulling a base image.
 * @type {import('./step').Step}
 */
const busybox = {
  async missing() {
    return onPath('busybox').length > 0
      ? undefined
      : 'installing busybox-static, the shell of the test images';
  },
  async install() {
    await installDebianPackages(['busybox-static']);
  },
};

module.exports = { busybox };
