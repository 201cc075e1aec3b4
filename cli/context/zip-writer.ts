import { closeSync, openSync, writeSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';
import {
  directoryRecord,
  endRecord,
  isLarge,
  localHeader,
  type Member,
  Method,
  type WrittenMember,
} from './zip-records';

const MIB = 1024 * 1024;

/** Feeds chunks to `take`, and returns when all of them are taken. */
export type Feed = (take: (chunk: Buffer) => void) => Promise<void>;

/** Writes a zip archive to a file, member by member. */
export class ZipWriter {
  readonly #file: number;
  readonly #directory: Buffer[] = [];
  #buffered: Buffer[] = [];
  #bufferedSize = 0;
  #written = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
  }

  /** Adds a member whose content is in memory. It is stored as it is where compression gains nothing. */
  add(member: Member, content: Buffer): void {
    const deflated = content.length < 32 ? content : deflateRawSync(content);
    const gains = deflated.length < content.length;
    const data = gains ? deflated : content;
    const sized = {
      ...member,
      crc32: crc32(content),
      method: gains ? Method.deflated : Method.stored,
      compressedSize: data.length,
      size: content.length,
    };
    this.#record({ ...sized, offset: this.#position });
    this.#write(localHeader(sized, false));
    this.#write(data);
  }

  /** Adds a member of any size, whose compressed content `feed` provides; `measured` knows the rest once it is written. */
  async addLarge(
    member: Member,
    expectedSize: number,
    feed: Feed,
    measured: () => { crc32: number; size: number },
  ): Promise<void> {
    const large = isLarge(expectedSize);
    const blank = { ...member, crc32: 0, method: Method.deflated, compressedSize: 0, size: 0 };
    const offset = this.#position;
    const header = localHeader(blank, large);
    this.#write(header);
    await feed((chunk) => this.#write(chunk));
    const compressedSize = this.#position - offset - header.length;
    const sized = { ...blank, ...measured(), compressedSize };
    this.#flush();
    writeAll(this.#file, localHeader(sized, large), offset);
    this.#record({ ...sized, offset });
  }

  /** Writes the directory, which makes the archive readable. */
  finish(): void {
    const offset = this.#position;
    for (const record of this.#directory) this.#write(record);
    this.#write(endRecord(this.#directory.length, this.#position - offset, offset));
    this.#flush();
  }

  close(): void {
    closeSync(this.#file);
  }

  get #position(): number {
    return this.#written + this.#bufferedSize;
  }

  #record(member: WrittenMember): void {
    this.#directory.push(directoryRecord(member));
  }

  #write(bytes: Buffer): void {
    this.#buffered.push(bytes);
    this.#bufferedSize += bytes.length;
    if (this.#bufferedSize >= MIB) this.#flush();
  }

  #flush(): void {
    writeAll(this.#file, Buffer.concat(this.#buffered), this.#written);
    this.#written += this.#bufferedSize;
    this.#buffered = [];
    this.#bufferedSize = 0;
  }
}

/** A single write may take less than it is given. */
function writeAll(file: number, bytes: Buffer, position: number): void {
  let done = 0;
  while (done < bytes.length) done += writeSync(file, bytes, done, bytes.length - done, position + done);
}
