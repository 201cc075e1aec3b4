import { readFile } from 'node:fs/promises';
import { readSchema } from '../../local/engine/register-type';
import { explain } from '../aws/explain';
import { badInput, CommandFailure } from '../exit-code';

/** Throws, before an engine is started, for a file that is not a schema handler package. */
export async function checkPackage(path: string): Promise<void> {
  const archive = await readFile(path).catch((error: unknown) => {
    const { exitCode, message } = explain(error);
    throw new CommandFailure(exitCode, `--type ${message.startsWith(path) ? '' : `${path}: `}${message}`);
  });
  await readSchema(archive).catch((error: Error) => {
    throw badInput(`--type ${path} is not a schema handler package: ${error.message}`);
  });
}
