// @ts-check
const { onPath, succeeds } = require('./command');

/** @param {string} path */
const hasBuildx = (path) => succeeds(path, ['buildx', 'version']);

/** @returns {string | undefined} a docker client with buildx, whether or not an engine is running */
const findDockerClient = () => onPath('docker').find(hasBuildx);

/**
 * The first docker client on PATH that has buildx and reaches an engine: a broken client may come before a working one.
 * DOCKER_CLI names another.
 * @returns {string | undefined} its absolute path
 */
function findDocker() {
  const candidates = process.env.DOCKER_CLI ? [process.env.DOCKER_CLI] : onPath('docker');
  return candidates.find(
    (path) => hasBuildx(path) && succeeds(path, ['version', '--format', '{{.Server.Version}}']),
  );
}

module.exports = { findDocker, findDockerClient };
