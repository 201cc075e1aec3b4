import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { docker } from './tools';

/** A Docker daemon as CodeBuild's is: the overlay2 storage driver, without the containerd snapshotter. */
export interface SecondDaemon {
  host: string;
  pidFile: string;
  stop(): Promise<void>;
}

/**
 * A second daemon next to the machine's: own socket, folders and bridge. Needs root, as `dockerd` does.
 * `--bridge=none` would delete the first daemon's docker0, so it gets a bridge.
 */
export async function startSecondDaemon(): Promise<SecondDaemon> {
  const folder = mkdtempSync('/var/lib/second-docker-');
  const bridge = `dbt${process.pid % 100_000}`;
  execFileSync('ip', ['link', 'add', bridge, 'type', 'bridge']);
  execFileSync('ip', ['address', 'add', `10.213.${process.pid % 250}.1/24`, 'dev', bridge]);
  execFileSync('ip', ['link', 'set', bridge, 'up']);
  writeFileSync(join(folder, 'daemon.json'), '{}');
  const host = `unix://${folder}/docker.sock`;
  const pidFile = join(folder, 'docker.pid');
  const log = openSync(join(folder, 'log'), 'w');
  const flags = {
    'config-file': 'daemon.json',
    'data-root': 'data',
    'exec-root': 'exec',
    pidfile: 'docker.pid',
  };
  const child: ChildProcess = spawn(
    'dockerd',
    [
      '--storage-driver=overlay2',
      '--iptables=false',
      '--ip-masq=false',
      `--bridge=${bridge}`,
      `--host=${host}`,
      ...Object.entries(flags).map(([name, file]) => `--${name}=${join(folder, file)}`),
    ],
    { stdio: ['ignore', log, log] },
  );
  const answers = () => spawnSync(docker, ['--host', host, 'info']).status === 0;
  for (let tries = 0; !answers(); tries += 1) {
    if (tries > 150 || child.exitCode !== null)
      throw new Error(readFileSync(join(folder, 'log'), 'utf8').slice(-3000));
    await new Promise((done) => setTimeout(done, 200));
  }
  return {
    host,
    pidFile,
    async stop() {
      // The buildspec may have started it anew: its pid file knows the process that runs now.
      if (existsSync(pidFile)) spawnSync('kill', [readFileSync(pidFile, 'utf8').trim()]);
      for (let tries = 0; existsSync(pidFile) && tries < 100; tries += 1)
        await new Promise((done) => setTimeout(done, 100));
      spawnSync('ip', ['link', 'delete', bridge]);
      spawnSync('sh', ['-c', `umount -l ${folder}/exec/netns/* ${folder}/data/overlay2 2>/dev/null`]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
