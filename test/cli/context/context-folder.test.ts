import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listContext } from '../../../cli/context/context-folder';
import { temporaryFolder } from '../../support/temporary-folder';

const context = temporaryFolder();

function write(files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(context.path, path, '..'), { recursive: true });
    writeFileSync(join(context.path, path), content);
  }
}

const list = (paths: string[] = ['Dockerfile'], certain = true, more = {}) =>
  listContext({
    logicalId: 'Web',
    folder: context.path,
    written: './app',
    dockerfile: { paths, certain },
    ...more,
  });
const pathsOf = async (...args: Parameters<typeof list>) =>
  (await list(...args)).filter(({ kind }) => kind !== 'folder').map(({ path }) => path);

describe('the context of a certain Dockerfile', () => {
  it('keeps the Dockerfile and the ignore file, although they are ignored', async () => {
    write({ Dockerfile: '', a: '', '.dockerignore': '*' });
    expect(await pathsOf()).toEqual(['.dockerignore', 'Dockerfile']);
  });

  it('keeps a Dockerfile in an ignored folder, and nothing else of that folder', async () => {
    write({ 'docker/Dockerfile': '', 'docker/a': '', '.dockerignore': 'docker' });
    expect(await pathsOf(['docker/Dockerfile'])).toEqual(['.dockerignore', 'docker/Dockerfile']);
  });

  it('keeps every link on the way to the Dockerfile, and what it leads to', async () => {
    write({ 'docker/web': '', 'docker/a': '', '.dockerignore': '*' });
    symlinkSync('current', join(context.path, 'Dockerfile'));
    symlinkSync('docker/web', join(context.path, 'current'));
    expect(await pathsOf()).toEqual(['.dockerignore', 'Dockerfile', 'current', 'docker/web']);
  });

  it("follows the Dockerfile's own ignore file rather than the one at the root", async () => {
    write({ 'docker/web': '', 'docker/web.dockerignore': 'a', a: '', b: '', '.dockerignore': 'b' });
    expect(await pathsOf(['docker/web'])).toEqual([
      '.dockerignore',
      'b',
      'docker/web',
      'docker/web.dockerignore',
    ]);
  });

  it('takes an empty ignore file of the Dockerfile for "nothing is ignored"', async () => {
    write({ web: '', 'web.dockerignore': '', a: '', '.dockerignore': 'a' });
    expect(await pathsOf(['web'])).toContain('a');
  });

  it('follows an ignore file that is a link, and none that leads nowhere or is a folder', async () => {
    write({ Dockerfile: '', a: '', rules: 'a' });
    symlinkSync('rules', join(context.path, '.dockerignore'));
    expect(await pathsOf()).toEqual(['.dockerignore', 'Dockerfile', 'rules']);
    rmSync(join(context.path, 'rules'));
    expect(await pathsOf()).toEqual(['.dockerignore', 'Dockerfile', 'a']);
    rmSync(join(context.path, '.dockerignore'));
    mkdirSync(join(context.path, '.dockerignore'));
    expect(await pathsOf()).toEqual(['Dockerfile', 'a']);
  });

  it.each(['docker//Dockerfile', './docker/Dockerfile', 'docker/./Dockerfile', 'x/../docker/Dockerfile'])(
    'takes %s for docker/Dockerfile',
    async (path) => {
      write({ 'docker/Dockerfile': '', '.dockerignore': 'docker' });
      expect(await pathsOf([path])).toEqual(['.dockerignore', 'docker/Dockerfile']);
    },
  );

  it.each(['/Dockerfile', '../Dockerfile', '..', 'docker/../../Dockerfile'])('refuses %s', async (path) => {
    await expect(list([path])).rejects.toThrow(`Dockerfile "${path}" is outside the folder ./app`);
  });

  it('names the Dockerfiles that exist when it does not', async () => {
    write({ 'web.Dockerfile': '', 'docker/Dockerfile': '' });
    await expect(list()).rejects.toThrow(
      'no file "Dockerfile" in ./app: set Dockerfile to one that exists: docker/Dockerfile, web.Dockerfile',
    );
    rmSync(join(context.path, 'web.Dockerfile'));
    rmSync(join(context.path, 'docker'), { recursive: true });
    await expect(list()).rejects.toThrow('no file "Dockerfile" in ./app: the folder contains no Dockerfile');
  });

  it('refuses a folder and a link to one as the Dockerfile', async () => {
    mkdirSync(join(context.path, 'Dockerfile'));
    await expect(list()).rejects.toThrow('no file "Dockerfile" in ./app');
    symlinkSync('Dockerfile', join(context.path, 'link'));
    await expect(list(['link'])).rejects.toThrow(
      'Dockerfile "link" is a link to Dockerfile, which is not a file in ./app',
    );
  });

  it.each([
    ['nowhere', /is a link to nowhere, which is not a file in \.\/app/],
    ['/etc/passwd', /is a link to etc\/passwd, which is not a file in \.\/app/],
    ['../outside', /is a link to outside, which is not a file in \.\/app/],
    ['Dockerfile', /is a link that leads back to itself/],
  ])('refuses a Dockerfile that is a link to %s', async (target, message) => {
    symlinkSync(target, join(context.path, 'Dockerfile'));
    await expect(list()).rejects.toThrow(message);
  });
});

describe('the context of a Dockerfile that is not certain', () => {
  it('keeps everything that could be it, by the rules of the one that it probably is', async () => {
    write({
      web: '',
      'web.dockerignore': 'a\nDockerfile*',
      a: '',
      b: '',
      'Dockerfile.prod': '',
      '.dockerignore': 'b',
    });
    expect(await pathsOf(['web'], false)).toEqual([
      '.dockerignore',
      'Dockerfile.prod',
      'b',
      'web',
      'web.dockerignore',
    ]);
  });

  it('ignores only what every possible one ignores', async () => {
    write({ a: '', b: '', c: '', x: '', y: '', 'x.dockerignore': 'a\nb', 'y.dockerignore': 'b\nc' });
    expect(await pathsOf(['x', 'y'])).toEqual(['a', 'c', 'x', 'x.dockerignore', 'y', 'y.dockerignore']);
  });

  it('looks for Dockerfiles everywhere when nothing is known', async () => {
    write({
      'docker/Dockerfile.a': '',
      'docker/Dockerfile.b': '',
      'docker/x': '',
      a: '',
      '.dockerignore': 'docker\na',
    });
    expect(await pathsOf([], false)).toEqual(['.dockerignore', 'docker/Dockerfile.a', 'docker/Dockerfile.b']);
    write({ 'docker/Dockerfile.b.dockerignore': 'docker' });
    expect(await pathsOf([], false)).toContain('a');
  });

  it('may lack it: only the deployment can find out', async () => {
    write({ a: '' });
    expect(await pathsOf([], false)).toEqual(['a']);
    expect(await pathsOf(['Dockerfile'], false)).toEqual(['a']);
  });
});

describe('a folder that can not be a context', () => {
  it.each([
    ['', 'Source is empty: name the folder that contains the Dockerfile'],
    ['./none', 'there is no folder ./none (looked for /none)'],
    [
      '~/app',
      'there is no folder ~/app (looked for /none): "~" is not expanded in a template, write the path in full',
    ],
    ['s3://b/k', 'there is no folder s3://b/k (looked for /none): name an object in S3 as {S3Bucket, S3Key}'],
    [
      './${Name}',
      'there is no folder ./${Name} (looked for /none): variables are not replaced in the path of a folder',
    ],
  ])('%j: %s', async (written, message) => {
    await expect(list(undefined, true, { folder: '/none', written })).rejects.toThrow(message);
  });

  it('is a file', async () => {
    write({ a: '' });
    await expect(list(undefined, true, { folder: join(context.path, 'a'), written: './a' })).rejects.toThrow(
      'Source ./a is a file: name the folder that contains the Dockerfile',
    );
  });
});
