import { crc32 } from 'node:zlib';

/** Code page 437, the upper half: the character set of names without the UTF-8 flag (APPNOTE.TXT, appendix D). */
const CP437 = [
  '\u00c7\u00fc\u00e9\u00e2\u00e4\u00e0\u00e5\u00e7\u00ea\u00eb\u00e8\u00ef\u00ee\u00ec\u00c4\u00c5',
  '\u00c9\u00e6\u00c6\u00f4\u00f6\u00f2\u00fb\u00f9\u00ff\u00d6\u00dc\u00a2\u00a3\u00a5\u20a7\u0192',
  '\u00e1\u00ed\u00f3\u00fa\u00f1\u00d1\u00aa\u00ba\u00bf\u2310\u00ac\u00bd\u00bc\u00a1\u00ab\u00bb',
  '\u2591\u2592\u2593\u2502\u2524\u2561\u2562\u2556\u2555\u2563\u2551\u2557\u255d\u255c\u255b\u2510',
  '\u2514\u2534\u252c\u251c\u2500\u253c\u255e\u255f\u255a\u2554\u2569\u2566\u2560\u2550\u256c\u2567',
  '\u2568\u2564\u2565\u2559\u2558\u2552\u2553\u256b\u256a\u2518\u250c\u2588\u2584\u258c\u2590\u2580',
  '\u03b1\u00df\u0393\u03c0\u03a3\u03c3\u00b5\u03c4\u03a6\u0398\u03a9\u03b4\u221e\u03c6\u03b5\u2229',
  '\u2261\u00b1\u2265\u2264\u2320\u2321\u00f7\u2248\u00b0\u2219\u00b7\u221a\u207f\u00b2\u25a0\u00a0',
].join('');

/** The system that wrote an entry (APPNOTE.TXT 4.4.2) determines how its name and attributes are read. */
export const HOST = { fat: 0, unix: 3, hpfs: 6, ntfs: 11 } as const;

export interface RawName {
  bytes: Buffer;
  host: number;
  /** General purpose bit 11: the name is UTF-8. */
  utf8: boolean;
  extra: ReadonlyMap<number, Buffer>;
}

const UNICODE_PATH = 0x7075;

/**
 * An entry's name as Info-ZIP's `unzip` reads it: UTF-8 by the flag or by the Unicode path field; otherwise code page
 * 437 from DOS and Windows, and the bytes as they are from Unix. Windows' backslashes separate folders where a name has
 * no slash.
 */
export function decodeName({ bytes, host, utf8, extra }: RawName): string {
  const name = utf8 ? bytes.toString('utf8') : (unicodePath(bytes, extra) ?? unflagged(bytes, host));
  return host === HOST.fat && !name.includes('/') ? name.replaceAll('\\', '/') : name;
}

/** The Unicode path field (version 1) is valid only if it carries the checksum of the name. */
function unicodePath(name: Buffer, extra: ReadonlyMap<number, Buffer>): string | undefined {
  const field = extra.get(UNICODE_PATH);
  if (field === undefined || field.length < 5 || field[0] !== 1) return undefined;
  return field.readUInt32LE(1) === crc32(name) ? field.toString('utf8', 5) : undefined;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function unflagged(bytes: Buffer, host: number): string {
  if (host === HOST.fat || host === HOST.hpfs || host === HOST.ntfs) return fromCp437(bytes);
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return fromCp437(bytes);
  }
}

const fromCp437 = (bytes: Buffer): string =>
  Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : CP437[byte - 0x80])).join('');

/** A path without empty and `.` components; a folder keeps its trailing slash. */
export function normalizePath(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.join('/') + (path.endsWith('/') ? '/' : '');
}

/** Why an entry of this name would be written outside the folder that the archive is unpacked into. */
export function escapeOf(name: string, host: number): string | undefined {
  if (name.startsWith('/')) return 'an absolute path';
  if ((host === HOST.fat || host === HOST.ntfs) && /^[A-Za-z]:[\\/]/.test(name)) return 'an absolute path';
  if (name.split('/').includes('..')) return 'a path that leads out of the build context';
  return undefined;
}
