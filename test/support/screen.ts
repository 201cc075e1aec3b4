import { displayWidth, split } from '../../cli/display/width';

/** A terminal of a fixed size that understands what the live display writes: lines, cursor up, erase to the end. */
export class Screen {
  /** Every line that was ever written, as it was written. */
  readonly written: string[] = [];
  #rows: string[] = [];

  constructor(
    public columns: number,
    public readonly rows: number,
  ) {}

  write(text: string): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the sequence that moves the cursor up and erases
    const [, up = '0', rest = ''] = /^(?:\r\u001b\[(\d+)A\u001b\[0J)?(.*)$/s.exec(text) ?? [];
    if (Number(up) > 0) this.#rows.splice(-Number(up));
    const lines = rest.split('\n').slice(0, -1);
    this.written.push(...lines);
    this.#rows.push(...lines.flatMap((line) => split(line, this.columns)));
  }

  /** A narrower terminal breaks its lines anew. */
  resize(columns: number): void {
    this.columns = columns;
    this.#rows = this.#rows.flatMap((row) => (displayWidth(row) > columns ? split(row, columns) : [row]));
  }

  lines(): string[] {
    return [...this.#rows];
  }
}
