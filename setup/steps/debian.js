// @ts-check
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { MissingPrerequisite, run } = require('../../local/prerequisites/command');

/** @returns {Record<string, string>} the fields of /etc/os-release; empty on other systems than Linux */
function osRelease() {
  if (!existsSync('/etc/os-release')) return {};
  const lines = readFileSync('/etc/os-release', 'utf8').split('\n');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const [, key, value] = /^([A-Z_]+)="?([^"]*)"?$/.exec(line) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value]];
    }),
  );
}

const isRoot = () => process.getuid?.() === 0;

/**
 * @param {string[]} packages
 * @returns {Promise<void>}
 */
async function installDebianPackages(packages) {
  const { ID = '', ID_LIKE = '' } = osRelease();
  if (!`${ID} ${ID_LIKE}`.match(/debian|ubuntu/)) {
    throw new MissingPrerequisite(
      `please install ${packages.join(', ')} with this system's package manager, then run this again`,
    );
  }
  if (!isRoot()) {
    throw new MissingPrerequisite(
      `please run: sudo apt-get install --yes ${packages.join(' ')}\nthen run this again`,
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '--quiet'], { env });
  await run('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', ...packages], { env });
}

/**
 * Debian 12's Docker can't export a cache (it lacks the containerd snapshotter). These packages, and only these, come from
 * Debian 13: an additional source with the machine's own mirror and key, and a pin.
 * @param {string[]} packages
 */
function pinFromTrixie(packages) {
  const own = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list'].filter((path) =>
    existsSync(path),
  );
  const mirror = own
    .map((path) => /^(?:URIs:|deb(?: \[[^\]]*\])?)\s+(\S+)/m.exec(readFileSync(path, 'utf8'))?.[1])
    .find(Boolean);
  if (mirror === undefined)
    throw new MissingPrerequisite(
      'no Debian mirror found in /etc/apt: install Docker 26 or newer with buildx yourself',
    );
  mkdirSync('/etc/apt/preferences.d', { recursive: true });
  writeFileSync(
    '/etc/apt/sources.list.d/docker-builder-trixie.sources',
    `Types: deb\nURIs: ${mirror}\nSuites: trixie\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n`,
  );
  writeFileSync(
    '/etc/apt/preferences.d/docker-builder-trixie',
    `Package: *\nPin: release n=trixie\nPin-Priority: 50\n\nPackage: ${packages.join(' ')}\nPin: release n=trixie\nPin-Priority: 600\n`,
  );
}

module.exports = { installDebianPackages, isRoot, osRelease, pinFromTrixie };
