import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, lutimesSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { TYPE_NAME } from '../../../cli/type-name';
import { writeFiles } from '../../support/docker-context';
import { temporaryFolder } from '../../support/temporary-folder';
import { docker, dockerBuilder, outputsOf, uniqueName } from '../../support/tools';

const folder = temporaryFolder();

/** Kind, permissions, size, time and name of what is in an archive, a line each. */
function listing(tar: Buffer): string[] {
  const lines = execFileSync('tar', ['--list', '--verbose', '--full-time', '--quoting-style=escape'], {
    input: tar,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  });
  return lines
    .split('\n')
    .filter((line) => line.includes(' c/') && !line.endsWith(' c/'))
    .map((line) => line.replace(/ \S+ +/, ' '))
    .sort();
}

function builtByDocker(context: string, dockerfile: string): string[] {
  const options = ['--quiet', '--file', join(context, dockerfile), '--output', 'type=tar,dest=-'];
  return listing(
    execFileSync(docker, ['buildx', 'build', ...options, context], { stdio: ['ignore', 'pipe', 'pipe'] }),
  );
}

async function builtByStack(stack: string, templateFile: string): Promise<string[]> {
  const deployed = await dockerBuilder(
    'deploy',
    '--local',
    '--stack-name',
    stack,
    '--template-file',
    templateFile,
  );
  if (deployed.code !== 0) throw new Error(deployed.stderr);
  const { Image = '' } = await outputsOf(stack);
  execFileSync(docker, ['pull', '--quiet', Image]);
  const container = execFileSync(docker, ['create', Image, 'none'], { encoding: 'utf8' }).trim();
  try {
    return listing(execFileSync(docker, ['export', container], { maxBuffer: 64 * 1024 * 1024 }));
  } finally {
    spawnSync(docker, ['rm', container]);
    spawnSync(docker, ['image', 'rm', '--force', Image]);
  }
}

it('an image contains what docker build puts into it: names, kinds, permissions, times and what is not ignored', async () => {
  const context = join(folder.path, 'app');
  mkdirSync(context);
  const names = [
    'back\\slash',
    'C:x',
    'new\nline',
    ' space',
    '-dash',
    'ü🦜',
    'docker/web',
    'ignored/a',
    'ignored/b',
    'bin/run',
  ];
  writeFiles(context, names);
  writeFileSync(join(context, 'docker/web'), 'FROM scratch\nCOPY . /c/\n');
  writeFileSync(join(context, '.dockerignore'), 'Dockerfile*\nignored\n!ignored/b\n');
  mkdirSync(join(context, 'empty'));
  chmodSync(join(context, 'bin/run'), 0o4755);
  chmodSync(join(context, 'empty'), 0o1777);
  symlinkSync('web', join(context, 'docker/current'));
  symlinkSync('/etc/none', join(context, 'absolute'));
  symlinkSync('docker/current', join(context, 'Dockerfile.link'));
  execFileSync('mkfifo', ['-m', '640', join(context, 'pipe')]);
  const server = createServer();
  await new Promise<void>((done) => server.listen(join(context, 'socket'), done));
  const time = new Date('2021-03-04T05:06:07Z');
  for (const name of [...names, 'pipe', 'socket', 'bin', 'docker', 'empty', 'ignored', '.dockerignore'])
    utimesSync(join(context, name), time, time);
  for (const name of ['absolute', 'docker/current']) lutimesSync(join(context, name), time, time);

  const dockerfile = './docker/..//Dockerfile.link';
  const properties = { Source: './app', Dockerfile: dockerfile, Repository: { RemovalPolicy: 'DELETE' } };
  const template = {
    Resources: { Web: { Type: TYPE_NAME, Properties: { ...properties, PollIntervalSeconds: 1 } } },
    Outputs: { Image: { Value: { 'Fn::GetAtt': ['Web', 'ImageUri'] } } },
  };
  writeFileSync(join(folder.path, 't.json'), JSON.stringify(template));
  const stack = uniqueName('context');
  try {
    // The cache of a build does not know times: without content of its own, one would get the other's layer.
    const salt = () => {
      writeFileSync(join(context, 'salt'), uniqueName('salt'));
      utimesSync(join(context, 'salt'), time, time);
    };
    salt();
    const expected = builtByDocker(context, dockerfile);
    salt();
    expect(expected.length).toBeGreaterThan(names.length);
    expect(await builtByStack(stack, join(folder.path, 't.json'))).toEqual(expected);
  } finally {
    server.close();
    await dockerBuilder('delete', '--local', '--stack-name', stack);
  }
}, 120_000);
