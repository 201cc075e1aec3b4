import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { docker } from './tools';

/** A Docker daemon next to the machine's, in a folder that looks like CodeBuild's container. */
export interface SecondDaemon {
  host: string;
  /** What the buildspec needs to take the folder for the container's root. */
  env: Record<string, string>;
  /** Holds a `dockerd` of this folder. */
  tools: string;
  /** Starts it as CodeBuild's entry point does: the overlay2 storage driver, without the containerd snapshotter. */
  start(): Promise<void>;
  /** From now on no daemon starts whose command line contains one of these words. */
  refuse(...words: string[]): void;
  /** Its process. */
  pid(): number | undefined;
  /** Its storage driver and, where it has one, its snapshotter; undefined when no daemon answers. */
  store(): string | undefined;
  stop(): Promise<void>;
}

let bridges = 0;

/**
 * Own socket, folders and bridge. Needs root, as `dockerd` does. `--bridge=none` would delete the first daemon's docker0,
 * so a bridge is created for it.
 */
export function prepareSecondDaemon(): SecondDaemon {
  const root = mkdtempSync('/var/lib/second-docker-');
  bridges += 1;
  const bridge = `dbt${process.pid % 100_000}x${bridges}`;
  execFileSync('ip', ['link', 'add', bridge, 'type', 'bridge']);
  execFileSync('ip', ['address', 'add', `10.213.${(process.pid + bridges) % 250}.1/24`, 'dev', bridge]);
  execFileSync('ip', ['link', 'set', bridge, 'up']);
  const [host, pidFile, tools] = [
    `unix://${root}/docker.sock`,
    join(root, 'var/run/docker.pid'),
    join(root, 'tools'),
  ];
  for (const folder of ['var/run', 'codebuild', 'tools']) mkdirSync(join(root, folder), { recursive: true });
  const place = [
    '--iptables=false',
    '--ip-masq=false',
    `--bridge=${bridge}`,
    `--data-root=${root}/data`,
    `--exec-root=${root}/exec`,
    `--pidfile=${pidFile}`,
  ].join(' ');
  // Called by its name as the container's is, so that every restart runs this script.
  const script = `#!/bin/bash
while IFS= read -r word; do
  case "$*" in *"$word"*) echo "refused on purpose: $word" >&2; exit 1 ;; esac
done <"${root}/refused"
case "$*" in *--data-root=*) ;; *) set -- "$@" ${place} ;; esac
case "$*" in *--config-file=*) ;; *) set -- "$@" --config-file=${root}/daemon.json ;; esac
exec -a dockerd ${execFileSync('sh', ['-c', 'command -v dockerd'], { encoding: 'utf8' }).trim()} "$@"
`;
  writeFileSync(join(root, 'refused'), '');
  writeFileSync(join(root, 'daemon.json'), '{}');
  writeFileSync(join(tools, 'dockerd'), script);
  chmodSync(join(tools, 'dockerd'), 0o755);
  const pid = () => (existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : undefined);
  const store = () => {
    const format = '{{.Driver}} {{json .DriverStatus}}';
    const { status, stdout } = spawnSync(docker, ['--host', host, 'info', '--format', format], {
      encoding: 'utf8',
    });
    return status === 0 ? stdout : undefined;
  };
  return {
    host,
    tools,
    env: { DOCKER_HOST: host, DOCKER_BUILDER_ROOT: root },
    pid,
    store,
    refuse: (...words) => writeFileSync(join(root, 'refused'), words.map((word) => `${word}\n`).join('')),
    async start() {
      const log = openSync(join(root, 'log'), 'a');
      const child: ChildProcess = spawn(
        join(tools, 'dockerd'),
        [`--host=${host}`, '--storage-driver=overlay2', `--config-file=${root}/daemon.json`],
        { stdio: ['ignore', log, log] },
      );
      for (let tries = 0; store() === undefined; tries += 1) {
        if (tries > 150 || child.exitCode !== null)
          throw new Error(readFileSync(join(root, 'log'), 'utf8').slice(-3000));
        await new Promise((done) => setTimeout(done, 200));
      }
    },
    async stop() {
      // The buildspec may have started it anew: its pid file knows the process that runs now.
      const running = pid();
      if (running !== undefined) spawnSync('kill', [String(running)]);
      for (let tries = 0; existsSync(pidFile) && tries < 200; tries += 1)
        await new Promise((done) => setTimeout(done, 100));
      // A daemon that was killed leaves the processes of its containers behind.
      const left = spawnSync('pgrep', ['-f', '--', `-address ${root}/`], { encoding: 'utf8' }).stdout;
      for (const id of left.split('\n').filter(Boolean)) spawnSync('kill', ['-KILL', id]);
      spawnSync('ip', ['link', 'delete', bridge]);
      spawnSync('sh', [
        '-c',
        `umount -l ${root}/exec/netns/* ${root}/data/overlay2 ${root}/data 2>/dev/null`,
      ]);
      rmSync(root, { recursive: true, force: true });
    },
  };
}
