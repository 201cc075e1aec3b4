import { type Entry, getFileNameLowLevel } from 'yauzl';

/** Systems whose zip tools write names in code page 437; others write the bytes that their file system has. */
const FAT = 0;
const CODE_PAGE_437 = [FAT, 6, 11];
const UTF8_FLAG = 0x800;
const UNICODE_PATH = 0x7075;

export interface EntryPath {
  /** The path below the archive's folder as bytes, since a file name on Linux need not be text; empty for the folder itself. */
  bytes: Buffer;
  isFolder: boolean;
  /** For messages. */
  shown: string;
}

/**
 * The path of an entry, as `unzip` reads it.
 * @throws Error for a path that leads out of the archive's folder
 */
export function entryPath(entry: Entry): EntryPath {
  const name = nameOf(entry);
  const shown = JSON.stringify(name.toString('utf8'));
  // One character a byte, and back: separators are ASCII.
  const text = name.toString('latin1');
  if (text.startsWith('/')) throw new Error(`the archive contains the absolute path ${shown}`);
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw new Error(`the archive contains a path with "..": ${shown}`);
  if (text.includes('\0')) throw new Error(`the archive contains a name with a NUL character: ${shown}`);
  return { bytes: Buffer.from(parts.join('/'), 'latin1'), isFolder: /(^|\/)\.?$/.test(text), shown };
}

function nameOf(entry: Entry): Buffer {
  const host = entry.versionMadeBy >>> 8;
  const isText =
    (entry.generalPurposeBitFlag & UTF8_FLAG) !== 0 ||
    entry.extraFields.some(({ id }) => id === UNICODE_PATH) ||
    CODE_PAGE_437.includes(host);
  if (!isText) return entry.fileNameRaw;
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);
  // On Unix a backslash is part of a name.
  return Buffer.from(host === FAT && !name.includes('/') ? name.replaceAll('\\', '/') : name);
}
