import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  createWriteStream,
  lstatSync,
  lutimesSync,
  mkdirSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl';
import { type EntryPath, entryPath } from './entry-path';

const KIND = 0o170000;
const LINK = 0o120000;
const PIPE = 0o010000;
const PERMISSIONS = 0o7777;

interface Link extends EntryPath {
  entry: Entry;
  target: Buffer;
}

/**
 * Unpacks a zip (its path or its bytes) into a new folder, with permissions, modification times, symbolic links and named pipes.
 * @throws Error for an archive that is damaged, or that would write outside the folder
 */
export async function unzip(archive: string | Buffer, folder: string): Promise<void> {
  // Nothing in a new folder is a link, and links are created last: nothing is ever written through one.
  mkdirSync(folder);
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false };
  const zip = await (typeof archive === 'string'
    ? openPromise(archive, options)
    : fromBufferPromise(archive, options));
  try {
    await extract(zip, folder);
  } finally {
    zip.close();
  }
}

async function extract(zip: ZipFile, folder: string): Promise<void> {
  const at = ({ bytes }: EntryPath) => Buffer.concat([Buffer.from(`${folder}/`), bytes]);
  const folders: (EntryPath & { entry: Entry })[] = [];
  const links: Link[] = [];
  const pipes: (EntryPath & { entry: Entry })[] = [];
  for await (const entry of zip.eachEntry()) {
    const path = entryPath(entry);
    await naming(path, async () => {
      if (path.isFolder) {
        mkdirSync(at(path), { recursive: true });
        folders.push({ ...path, entry });
        return;
      }
      mkdirSync(parentOf(at(path)), { recursive: true });
      if ((modeOf(entry) & KIND) === PIPE) {
        pipes.push({ ...path, entry });
        return;
      }
      const content = await zip.openReadStreamPromise(entry);
      if ((modeOf(entry) & KIND) === LINK) {
        links.push({ ...path, entry, target: await buffer(content) });
        return;
      }
      await pipeline(content, createWriteStream(at(path)));
      applyPermissions(at(path), entry);
      utimesSync(at(path), timeOf(entry), timeOf(entry));
    });
  }
  // After the files: opening a pipe to write a file of its name would wait for a reader.
  for (const { entry, ...path } of pipes) {
    await naming(path, async () => createPipe(at(path)));
    applyPermissions(at(path), entry);
    utimesSync(at(path), timeOf(entry), timeOf(entry));
  }
  for (const link of links) {
    await naming(link, async () => symlinkSync(link.target, at(link)));
    lutimesSync(at(link), timeOf(link.entry), timeOf(link.entry));
  }
  // Last, and the deepest first: writing into a folder needs permission and changes its time.
  for (const { entry, ...path } of folders.sort((a, b) => b.bytes.length - a.bytes.length)) {
    utimesSync(at(path), timeOf(entry), timeOf(entry));
    applyPermissions(at(path), entry);
  }
}

/** Two entries of one name, or a link and something below it, exclude each other. */
async function naming({ shown }: EntryPath, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' && code !== 'ENOTDIR' && code !== 'EISDIR') throw error;
    throw new Error(
      `the archive contains ${shown} twice, as a link, a file or a folder: nothing is written through a link`,
    );
  }
}

function createPipe(path: Buffer): void {
  // Node.js has no call for it, and mkfifo's own error has no code.
  if (lstatSync(path, { throwIfNoEntry: false }))
    throw Object.assign(new Error('EEXIST'), { code: 'EEXIST' });
  execFileSync('mkfifo', ['--', path.toString()]);
}

const parentOf = (path: Buffer): Buffer => path.subarray(0, path.lastIndexOf('/'));

/** The mode that a tool on Unix recorded, with the kind of file in it; 0 when none did. */
const modeOf = (entry: Entry): number => entry.externalFileAttributes >>> 16;

function applyPermissions(path: Buffer, entry: Entry): void {
  const mode = modeOf(entry);
  if (mode !== 0) chmodSync(path, mode & PERMISSIONS);
}

/** A time without a time zone is UTC, the time zone of CodeBuild's containers. */
const timeOf = (entry: Entry): Date => entry.getLastModDate({ timezone: 'UTC' });
