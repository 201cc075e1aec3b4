import { createInterface } from 'node:readline/promises';
import { badInput } from '../exit-code';
import type { Session } from './session';

interface ConfirmOptions {
  yes?: boolean;
  json?: boolean;
}

/** Asks on the terminal; whether the answer was yes. Throws where nobody can be asked and `--yes` is missing. */
export async function confirm(
  question: string,
  { yes, json }: ConfirmOptions,
  { display, signal }: Pick<Session, 'display' | 'signal'>,
): Promise<boolean> {
  if (yes) return true;
  if (json || !process.stdin.isTTY || !process.stderr.isTTY)
    throw badInput('nobody can be asked here: --yes confirms that this is what you want');
  display.close();
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal });
    return /^\s*y(es)?\s*$/i.test(answer);
  } finally {
    terminal.close();
  }
}
