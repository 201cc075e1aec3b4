import { Activity } from './activity';
import type { Colours } from './colours';
import type { Display, Report } from './report';
import { ReportLines } from './report-lines';
import { taskLine } from './task-line';
import { displayWidth, shorten, wrap } from './width';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_TIME = 120;
/** Of the tasks other than builds; the others are counted. */
const MOST_TASKS = 4;

/** A terminal; without `columns` and `rows` its size is not known. */
export interface Terminal {
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

/** Lines that stay, and below them one line for each task that is under way. Nothing is wider than the terminal. */
export class LiveDisplay implements Display {
  readonly #lines: ReportLines;
  readonly #activity: Activity;
  readonly #timer: NodeJS.Timeout;
  /** The widths of the lines that move: a terminal that became narrower has wrapped them. */
  #drawn: number[] = [];
  #frame = 0;

  constructor(
    private readonly out: Terminal,
    private readonly colours: Colours,
    now: () => number = Date.now,
  ) {
    this.#lines = new ReportLines(colours, now);
    this.#activity = new Activity(now);
    this.#timer = setInterval(() => this.draw(), FRAME_TIME);
    this.#timer.unref();
  }

  show(report: Report): void {
    this.#activity.hear(report);
    this.#replace(this.#lines.of(report).flatMap((line) => wrap(line, this.#columns(), '  ')));
  }

  /** The next frame; the timer calls it. */
  draw(): void {
    this.#frame += 1;
    this.#replace([]);
  }

  close(): void {
    clearInterval(this.#timer);
    const erased = this.#erase();
    if (erased !== '') this.out.write(erased);
  }

  /** One write a frame: what is erased and drawn in two steps flickers. */
  #replace(staying: string[]): void {
    const erased = this.#erase();
    const moving = this.#moving();
    this.#drawn = moving.map(displayWidth);
    const text = [...staying, ...moving].map((line) => `${line}\n`).join('');
    if (erased + text !== '') this.out.write(erased + text);
  }

  #erase(): string {
    const columns = this.#columns();
    const rows = this.#drawn.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
    this.#drawn = [];
    return rows === 0 ? '' : `\r\u001b[${rows}A\u001b[0J`;
  }

  #moving(): string[] {
    const tasks = this.#activity.tasks();
    const builds = tasks.filter(({ kind }) => kind === 'build').length;
    // A line that scrolled out of the terminal can't be erased any more.
    const most = Math.max(1, Math.min(builds + MOST_TASKS, (this.out.rows ?? 24) - 2));
    const spinner = FRAMES[this.#frame % FRAMES.length] ?? '';
    // The last column stays free: some terminals wrap a line that fills it.
    const columns = this.#columns() - 1;
    const lines = tasks.slice(0, most).map((task) => taskLine(task, columns, spinner, this.colours));
    if (tasks.length > most) lines.push(shorten(`  and ${tasks.length - most} more`, columns));
    return lines;
  }

  #columns(): number {
    return Math.max(2, this.out.columns || 80);
  }
}
