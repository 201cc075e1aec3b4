// @ts-check
const { onPath } = require('./step');
const { installDebianPackages } = require('./debian');

/**
 * The tests build images whose RUN instructions need a shell, and no container hub can be reached everywhere they run:
 * Debian's statically linked busybox is copied into them.
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
