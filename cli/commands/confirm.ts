import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { badInput } from '../exit-code';
import type { Session } from './session';

interface ConfirmOptions {
  yes?: boolean;
  json?: boolean;
}

/** Where the question is asked. */
interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream & { isTTY?: boolean };
}

/** Asks on the terminal; whether the answer was yes. Throws where nobody can be asked and `--yes` is missing. */
export async function confirm(
  question: string,
  { yes, json }: ConfirmOptions,
  { display, signal }: Pick<Session, 'display' | 'signal'>,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<boolean> {
  if (yes) return true;
  if (json || !input.isTTY || !output.isTTY)
    throw badInput('nobody can be asked here: --yes confirms that this is what you want');
  display.close();
  // Not in the terminal's raw mode, in which Ctrl-C would be an input like any other.
  const lines = createInterface({ input, output, terminal: false });
  try {
    const answer = await Promise.race([
      lines.question(`${question} [y/N] `, { signal }),
      once(lines, 'close', { signal }).then(() => 'no'),
    ]);
    return /^\s*y(es)?\s*$/i.test(answer);
  } finally {
    lines.close();
  }
}
