import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { explain } from '../aws/explain';
import { badInput, CommandFailure } from '../exit-code';

/** Throws when the file can't be written: found out before the work whose result goes there. */
export async function requireWritable(option: string, file: string): Promise<void> {
  try {
    const existing = await stat(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (existing?.isDirectory()) throw badInput(`${file} is a folder, not a file`);
    if (existing === undefined && file.endsWith('/')) throw badInput(`${file} names a folder, not a file`);
    await access(existing === undefined ? dirname(resolve(file)) : file, constants.W_OK);
  } catch (error) {
    const failure = explain(error);
    throw new CommandFailure(failure.exitCode, `${option}: ${failure.message}`);
  }
}
