import picocolors from 'picocolors';
import { JsonDisplay } from './json';
import { type Colours, LineDisplay } from './lines';
import { LiveDisplay } from './live';
import type { Display } from './report';

/** The display that fits: JSON lines when asked, a live one on a terminal, plain lines elsewhere. Progress is on stderr. */
export function chooseDisplay(json: boolean): Display {
  if (json) return new JsonDisplay((line) => process.stdout.write(`${line}\n`));
  const colours = coloursFor(process.stderr);
  if (process.stderr.isTTY && !process.env.CI) return new LiveDisplay(process.stderr, colours);
  return new LineDisplay((line) => process.stderr.write(`${line}\n`), colours);
}

/** NO_COLOR and pipes have none. */
export function coloursFor(stream: NodeJS.WriteStream): Colours {
  const { green, red, dim, bold } = picocolors.createColors(Boolean(stream.isTTY) && !process.env.NO_COLOR);
  return { good: green, bad: red, dim, bold };
}
