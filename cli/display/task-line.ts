import type { Task } from './activity';
import type { Colours } from './colours';
import { displayWidth, shorten } from './width';
import { clock, duration, megabytes, phaseName } from './words';

const BAR = 24;
/** Less of a name says nothing. */
const SHORTEST_NAME = 8;

/** A task as one line of at most `columns`: its name, and as much of the rest as there is room for. */
export function taskLine(task: Task, columns: number, spinner: string, colours: Colours): string {
  const room = columns - displayWidth(spinner) - 1;
  const name = task.kind === 'progress' || task.kind === 'step' ? task.message : task.name;
  const least = Math.min(displayWidth(name), SHORTEST_NAME);
  const endings = endingsOf(task);
  const ending =
    endings.find((one) => displayWidth(name) + 1 + displayWidth(one) <= room) ??
    endings.find((one) => least + 1 + displayWidth(one) <= room) ??
    '';
  const label = shorten(name, Math.max(1, room - (ending === '' ? 0 : 1 + displayWidth(ending))));
  return shorten(
    `${colours.good(spinner)} ${colours.bold(label)}${ending === '' ? '' : ` ${ending}`}`,
    columns,
  );
}

/** The same in words, for output that is not overwritten. */
export function taskSentence(task: Task): string {
  switch (task.kind) {
    case 'build':
      return `${task.name} | still building (${phaseName(task.phase)}), ${duration(task.seconds)}${expectation(task)}`;
    case 'resource':
      return `${task.name} is ${task.status}, ${duration(task.seconds)}`;
    case 'progress':
      return `${task.message}: ${amount(task)}`;
    case 'step':
      return `${task.message}, ${duration(task.seconds)}`;
  }
}

function expectation({ seconds, expected }: Extract<Task, { kind: 'build' }>): string {
  if (expected === undefined) return '';
  return seconds > expected
    ? `: ${duration(seconds - expected)} longer than usual`
    : ` of about ${duration(expected)}`;
}

/** What may follow the name, the most telling first, each shorter than the one before. */
function endingsOf(task: Task): string[] {
  switch (task.kind) {
    case 'build':
      return buildEndings(task);
    case 'resource':
      return [`${task.status} ${clock(task.seconds)}`, clock(task.seconds)];
    case 'step':
      return [clock(task.seconds)];
    case 'progress': {
      if (task.total === undefined) return [amount(task)];
      const share = task.total === 0 ? 1 : task.done / task.total;
      const percent = `${Math.floor(share * 100)}%`;
      return [`${bar(share, BAR)} ${amount(task)}`, amount(task), `${bar(share, 8)} ${percent}`, percent];
    }
  }
}

function buildEndings({ phase, seconds, expected }: Extract<Task, { kind: 'build' }>): string[] {
  const plain = `${phaseName(phase)} ${clock(seconds)}`;
  if (expected === undefined) return [plain, clock(seconds)];
  if (seconds > expected) {
    const over = clock(seconds - expected);
    return [
      `${plain}, ${over} longer than usual (${clock(expected)})`,
      `${plain}, ${over} over`,
      `${clock(seconds)}, ${over} over`,
      `${clock(seconds)} (late)`,
      clock(seconds),
    ];
  }
  const share = Math.min(0.99, seconds / expected);
  return [
    `${phaseName(phase).padEnd(12)} ${clock(seconds)} ${bar(share, BAR)} of about ${clock(expected)}`,
    `${plain} ${bar(share, 8)} of ${clock(expected)}`,
    `${plain} of ${clock(expected)}`,
    plain,
    clock(seconds),
  ];
}

const amount = ({ done, total, unit }: Extract<Task, { kind: 'progress' }>): string => {
  const written = (count: number) => (unit === 'bytes' ? megabytes(count) : count.toLocaleString('en'));
  const files = unit === 'files' ? ' files' : '';
  return total === undefined ? `${written(done)}${files}` : `${written(done)} of ${written(total)}${files}`;
};

const bar = (share: number, columns: number): string => {
  const full = Math.round(Math.min(1, Math.max(0, share)) * columns);
  return `${'█'.repeat(full)}${'░'.repeat(columns - full)}`;
};
