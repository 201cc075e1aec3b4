// @ts-check
const { spawn } = require('node:child_process');
const { existsSync, mkdirSync, openSync, writeFileSync } = require('node:fs');
const { MissingPrerequisite, onPath, succeeds } = require('../../local/prerequisites/command');
const { findDocker, findDockerClient } = require('../../local/prerequisites/docker');
const { installDebianPackages, isRoot, osRelease, pinFromTrixie } = require('./debian');

/** @param {number} seconds */
async function waitForEngine(seconds) {
  for (let tries = 0; tries < seconds * 4; tries += 1) {
    if (findDocker() !== undefined) return true;
    await new Promise((done) => setTimeout(done, 250));
  }
  return false;
}

async function installPackages() {
  const { ID = '' } = osRelease();
  const packages =
    ID === 'ubuntu'
      ? ['docker.io', 'docker-buildx']
      : ['docker.io', 'docker-cli', 'docker-buildx', 'containerd'];
  if (ID === 'debian' && osRelease().VERSION_CODENAME === 'bookworm') pinFromTrixie(packages);
  // Builds push to the local endpoint: a registry without TLS on a loopback address.
  const config = '/etc/docker/daemon.json';
  mkdirSync('/etc/docker', { recursive: true });
  if (!existsSync(config)) {
    const settings = { features: { 'containerd-snapshotter': true }, 'insecure-registries': ['127.0.0.0/8'] };
    writeFileSync(config, `${JSON.stringify(settings, null, 2)}\n`);
  }
  await installDebianPackages([...packages, 'iptables', 'ca-certificates']);
}

function startEngine() {
  if (existsSync('/run/systemd/system')) {
    succeeds('systemctl', ['start', 'docker']);
    return;
  }
  const [dockerd] = onPath('dockerd');
  if (dockerd === undefined)
    throw new MissingPrerequisite('the Docker packages are installed, but there is no dockerd on PATH');
  const log = openSync('/var/log/docker-builder-dockerd.log', 'a');
  spawn(dockerd, [], { detached: true, stdio: ['ignore', log, log] }).unref();
}

/** @type {import('./step').Step} */
const dockerEngine = {
  async missing() {
    return findDocker() === undefined
      ? 'no working Docker engine with buildx: installing or starting one (about 40 s)'
      : undefined;
  },
  async install() {
    const advice =
      'install Docker Engine 26 or newer with the buildx plug-in, start it, and make sure that `docker buildx version` and `docker info` work for this user';
    const { ID = '' } = osRelease();
    if (!isRoot() || !['debian', 'ubuntu'].includes(ID)) throw new MissingPrerequisite(advice);
    if (findDockerClient() === undefined || onPath('dockerd').length === 0) await installPackages();
    if (await waitForEngine(2)) return;
    startEngine();
    if (!(await waitForEngine(30))) {
      throw new MissingPrerequisite(
        `dockerd does not answer; its log is /var/log/docker-builder-dockerd.log. Otherwise: ${advice}`,
      );
    }
  },
};

module.exports = { dockerEngine };
