import { styleText } from 'node:util';
import { type Colours, noColours } from './colours';
import { JsonDisplay } from './json';
import { LineDisplay } from './lines';
import { LiveDisplay } from './live';
import type { Display } from './report';

/**
 * JSON lines on request; a live display on a terminal; plain lines elsewhere. Progress goes to standard error, unless
 * it is what the command is for.
 */
export function chooseDisplay(json: boolean, stream: NodeJS.WriteStream = process.stderr): Display {
  if (json) return new JsonDisplay((line) => process.stdout.write(`${line}\n`));
  return isLive(stream)
    ? new LiveDisplay(stream, coloursFor(stream))
    : new LineDisplay(stream, coloursFor(stream));
}

/** CI systems offer terminals in which nothing can be overwritten. */
export function isLive(
  stream: { isTTY?: boolean },
  { CI, TERM }: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  return Boolean(stream.isTTY) && TERM !== 'dumb' && (!CI || CI === 'false' || CI === '0');
}

/** https://no-color.org: any value but an empty one. */
export function coloursFor(
  stream: { isTTY?: boolean },
  { NO_COLOR, TERM }: Readonly<Record<string, string | undefined>> = process.env,
): Colours {
  if (!stream.isTTY || NO_COLOR || TERM === 'dumb') return noColours;
  const style = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    text === '' ? '' : styleText(format, text, { validateStream: false });
  return { good: style('green'), bad: style('red'), dim: style('dim'), bold: style('bold') };
}
