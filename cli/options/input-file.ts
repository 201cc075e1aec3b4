import { readFile } from 'node:fs/promises';
import { explain } from '../aws/explain';
import { CommandFailure } from '../exit-code';

/** Reads the file that an option names. Throws with the option and the file. */
export async function readInput(option: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const { exitCode, message } = explain(error);
    // The file system does not name the file in every error.
    throw new CommandFailure(exitCode, `${option} ${message.startsWith(file) ? '' : `${file}: `}${message}`);
  }
}
