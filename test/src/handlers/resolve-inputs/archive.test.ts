import fc from 'fast-check';
import {
  type Archive,
  type ArchiveProblem,
  readArchive,
  TAIL,
} from '../../../../src/handlers/resolve-inputs/archive';
import { MAX_DIRECTORY } from '../../../../src/handlers/resolve-inputs/zip-directory';
import { type OddArchive, type OddEntry, unicodePath, zipBytes } from '../../../support/zip-bytes';

/** Reads an archive as the handler does; `requests` counts those to S3, the first one (its tail) included. */
async function read(
  bytes: Buffer,
  wanted = 'Dockerfile',
): Promise<{ archive: Archive | ArchiveProblem; requests: number; transferred: number }> {
  const tail = bytes.subarray(Math.max(0, bytes.length - TAIL));
  let [requests, transferred] = [1, tail.length];
  const archive = await readArchive(
    { size: bytes.length, version: undefined, bytes: tail },
    wanted,
    async (from, to) => {
      requests += 1;
      transferred += to - from + 1;
      return bytes.subarray(from, to + 1);
    },
  );
  return { archive, requests, transferred };
}

const archiveOf = async (entries: OddEntry[], options?: OddArchive, wanted?: string): Promise<Archive> => {
  const { archive } = await read(zipBytes(entries, options), wanted);
  if (typeof archive === 'string' || !('contents' in archive)) throw new Error(JSON.stringify(archive));
  return archive;
};

const dockerfile: OddEntry = { name: 'Dockerfile', content: 'FROM scratch\nARG A\n', deflate: true };
const many = (count: number): OddEntry[] => [
  dockerfile,
  ...Array.from({ length: count }, (_, n) => ({
    name: `node_modules/package-${n % 200}/lib/file-${n}.js`,
    content: `${n}`,
  })),
];

describe('the number of requests for an archive', () => {
  it.each<[string, Buffer, number, number]>([
    ['that is small is one', zipBytes([dockerfile]), 1, 1],
    ['of 5,000 files', zipBytes(many(5_000)), 5_001, 3],
    ['of 65,000 files', zipBytes(many(65_000)), 65_001, 3],
    ['of 70,000 files, which need zip64', zipBytes(many(70_000), { zip64: true }), 70_001, 3],
    [
      'with a large file after the Dockerfile',
      zipBytes([dockerfile, { name: 'big', content: Buffer.alloc(3 * TAIL) }]),
      2,
      2,
    ],
    ['with the longest comment', zipBytes(many(100), { comment: 'c'.repeat(65_535) }), 101, 1],
  ])('%s', async (_what, bytes, files, most) => {
    const { archive, requests, transferred } = await read(bytes);
    expect(archive).toMatchObject({ files, hasDockerfile: true, dockerfile: 'FROM scratch\nARG A\n' });
    expect(requests).toBeLessThanOrEqual(most);
    expect(transferred).toBeLessThan(TAIL + 16 * 1024 * 1024);
  });
});

describe('an archive', () => {
  it.each<[string, OddEntry[], OddArchive]>([
    ['with zip64 records that it does not need', [dockerfile], { zip64: true }],
    [
      'with a comment that contains the mark of its end',
      [dockerfile],
      { comment: Buffer.from('504b0506', 'hex') },
    ],
    ['after the bytes of a self-extractor', [dockerfile], { prefix: Buffer.from('#!/bin/sh\nexit\n') }],
    ['after such bytes, with zip64', [dockerfile], { prefix: Buffer.alloc(999, 1), zip64: true }],
    ['with its Dockerfile stored', [{ ...dockerfile, deflate: false }], {}],
  ])('%s is read', async (_what, entries, options) => {
    expect(await archiveOf(entries, options)).toMatchObject({
      hasDockerfile: true,
      dockerfile: 'FROM scratch\nARG A\n',
    });
  });

  it('followed by other bytes is read', async () => {
    const { archive } = await read(Buffer.concat([zipBytes([dockerfile]), Buffer.from('\n\n')]));
    expect(archive).toMatchObject({ files: 1 });
  });

  it.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('FROM scratch\n')],
    ['a zip cut off at its end', zipBytes(many(10)).subarray(0, -30)],
    ['a zip cut off at its beginning', zipBytes(many(10)).subarray(400)],
    ['an end record alone that claims a directory', Buffer.concat([zipBytes(many(3)).subarray(-22)])],
  ])('of %s is not a zip', async (_what, bytes) => {
    expect((await read(bytes)).archive).toBe('not a zip');
  });

  it('of any damaged bytes is read or refused, and nothing else', async () => {
    const whole = zipBytes(many(5), { zip64: true, comment: 'a comment' });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        async (changes) => {
          const bytes = Buffer.from(whole);
          for (const [at, value] of changes) bytes[at] = value;
          const { archive, requests } = await read(bytes);
          expect(archive).toBeDefined();
          expect(requests).toBeLessThanOrEqual(3);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('whose directory is too large is not read', async () => {
    const bytes = zipBytes([dockerfile], { zip64: true });
    const end = bytes.indexOf(Buffer.from('504b0606', 'hex'));
    bytes.writeBigUInt64LE(BigInt(MAX_DIRECTORY + 1), end + 40);
    const tail = { size: 2 * MAX_DIRECTORY, version: undefined, bytes };
    const range = async () => {
      throw new Error('no further request');
    };
    expect(await readArchive(tail, 'Dockerfile', range)).toEqual({ tooLarge: MAX_DIRECTORY + 1 });
  });
});

describe('the identity of a build context', () => {
  const files: OddEntry[] = [
    dockerfile,
    { name: 'src/', attributes: 0o40755 },
    { name: 'src/main.js', content: 'main' },
    { name: 'run.sh', content: 'run', attributes: 0o100755 },
    { name: 'latest', content: 'run.sh', attributes: 0o120777 },
  ];
  const identity = async (entries: OddEntry[], options?: OddArchive) =>
    (await archiveOf(entries, options)).contents;

  it('is the same in any order, with any compression, comment and length of header', async () => {
    const expected = await identity(files);
    const deflated = files.toReversed().map((entry) => ({ ...entry, deflate: true }));
    expect(await identity(deflated, { comment: 'created later', zip64: true })).toBe(expected);
    expect(await identity(files.map((entry) => ({ ...entry, name: `./${entry.name}` })))).toBe(expected);
  });

  it.each<[string, number, Partial<OddEntry>]>([
    ['the content of a file', 2, { content: 'mein' }],
    ['the name of a file', 2, { name: 'src/mean.js' }],
    ['the size of a file', 2, { content: 'main ' }],
    ['the mode of a file', 3, { attributes: 0o100644 }],
    ['the mode of a folder', 1, { attributes: 0o40700 }],
    ['the target of a link', 4, { content: 'old.sh' }],
    ['a link that becomes a file', 4, { attributes: 0o100777 }],
  ])('changes with %s', async (_what, index, change) => {
    const changed = files.map((entry, at) => (at === index ? { ...entry, ...change } : entry));
    expect(await identity(changed)).not.toBe(await identity(files));
  });

  it('changes with a file that comes or goes', async () => {
    expect(await identity(files.slice(0, -1))).not.toBe(await identity(files));
  });
});

describe('names in archives of other tools', () => {
  const raw = (text: string) => Buffer.from(text, 'latin1');
  it.each<[string, OddEntry, string]>([
    ['UTF-8 with its flag', { name: 'gr\u00fc\u00dfe/Dockerfile' }, 'gr\u00fc\u00dfe/Dockerfile'],
    [
      'code page 437 from DOS',
      { name: raw('gr\x81\xe1e/Dockerfile'), host: 0 },
      'gr\u00fc\u00dfe/Dockerfile',
    ],
    [
      'code page 437 from Windows',
      { name: raw('gr\x81\xe1e/Dockerfile'), host: 11 },
      'gr\u00fc\u00dfe/Dockerfile',
    ],
    [
      'bytes of UTF-8 from Unix without the flag',
      { name: Buffer.from('gr\u00fc\u00dfe/Dockerfile') },
      'gr\u00fc\u00dfe/Dockerfile',
    ],
    [
      'bytes of UTF-8 from macOS',
      { name: Buffer.from('gr\u00fc\u00dfe/Dockerfile'), host: 19 },
      'gr\u00fc\u00dfe/Dockerfile',
    ],
    [
      "Info-ZIP's Unicode path",
      {
        name: raw('gr_e/Dockerfile'),
        host: 0,
        extra: unicodePath(raw('gr_e/Dockerfile'), 'gr\u00fc\u00dfe/Dockerfile'),
      },
      'gr\u00fc\u00dfe/Dockerfile',
    ],
    [
      'a Unicode path of another name, which does not hold',
      { name: raw('plain/Dockerfile'), host: 0, extra: unicodePath(raw('other'), 'x/Dockerfile') },
      'plain/Dockerfile',
    ],
    ['backslashes from Windows', { name: raw('docker\\web\\Dockerfile'), host: 0 }, 'docker/web/Dockerfile'],
    [
      'a backslash from Unix, which is part of the name',
      { name: raw('docker\\Dockerfile') },
      'docker\\Dockerfile',
    ],
    ['a backslash next to a slash', { name: raw('a/b\\Dockerfile'), host: 0 }, 'a/b\\Dockerfile'],
    ['a leading ./', { name: './Dockerfile' }, 'Dockerfile'],
    ['. and empty components', { name: 'docker//./Dockerfile' }, 'docker/Dockerfile'],
  ])('%s', async (_what, entry, path) => {
    const archive = await archiveOf([{ content: 'FROM scratch', ...entry }], {}, path);
    expect(archive).toMatchObject({ hasDockerfile: true, dockerfile: 'FROM scratch' });
  });

  it.each<[OddEntry, string]>([
    [{ name: '/etc/passwd' }, 'an absolute path'],
    [{ name: '\\etc\\passwd', host: 0 }, 'an absolute path'],
    [{ name: 'C:\\app\\Dockerfile', host: 0 }, 'an absolute path'],
    [{ name: '../Dockerfile' }, 'a path that leads out of the build context'],
    [{ name: 'a/../../b' }, 'a path that leads out of the build context'],
    [{ name: '..\\b', host: 0 }, 'a path that leads out of the build context'],
    [{ name: 'a/..' }, 'a path that leads out of the build context'],
  ])('%j is refused', async (entry, why) => {
    const { archive } = await read(zipBytes([dockerfile, entry]));
    expect(archive).toMatchObject({ why });
  });

  it.each(['..a', 'a..', 'a/..b/c', '...', 'C:/x'])('%s is an ordinary name', async (name) => {
    expect(await archiveOf([dockerfile, { name }])).toMatchObject({ files: 2 });
  });
});

describe('a Dockerfile in an archive', () => {
  it.each<[string, Partial<OddEntry>]>([
    ['a link', { attributes: 0o120777 }],
    ['larger than a Dockerfile is', { content: '#'.repeat(2 * 1024 * 1024) }],
  ])('that is %s is there, and its text is not read', async (_what, change) => {
    expect(await archiveOf([{ ...dockerfile, ...change }])).toMatchObject({
      hasDockerfile: true,
      dockerfile: undefined,
    });
  });

  it('below a folder that is a link is left for the build to find', async () => {
    const entries = [
      { name: 'docker', content: 'deploy/docker', attributes: 0o120777 },
      { name: 'deploy/docker/Dockerfile' },
    ];
    expect(await archiveOf(entries, {}, 'docker/Dockerfile')).toMatchObject({ hasDockerfile: true });
  });

  it('is named among others when the wanted one is missing', async () => {
    const names = [
      'a/Dockerfile',
      'Dockerfile.prod',
      'web.Dockerfile',
      'Containerfile',
      'Dockerfile.dockerignore',
      'src/docker.ts',
    ];
    expect(await archiveOf(names.map((name) => ({ name })))).toMatchObject({
      hasDockerfile: false,
      dockerfiles: names.slice(0, 4),
    });
  });
});
