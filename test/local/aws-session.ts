/**
 * A transcript of the `aws` command with the answers that AWS gives:
 *
 *   $ s3 ls s3://${unique}            must succeed; the lines below are its whole output
 *   ! s3 rb s3://no-such-bucket       must fail; each line below is part of its error
 *   ~ codebuild batch-get-builds ...  is repeated until its output is the lines below
 *   @id codebuild start-build ...     keeps its output as ${id} for the commands after it
 *
 * The answers can be checked against AWS itself: AWS_SESSION_REMOTE=1 with the credentials and the Region of an account in
 * which the type is registered plays the same transcripts there (it creates small resources and deletes them):
 *
 *   AWS_SESSION_REMOTE=1 npx jest --selectProjects sweep --testPathPatterns aws-session
 *
 * `{{...}}` in a line is a regular expression; a line that begins with `#` is a remark.
 */
export interface Step {
  line: number;
  kind: '$' | '!' | '~' | '@';
  /** Of `@`: where the output is kept. */
  keeps: string | undefined;
  command: string;
  expected: string[];
}

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

export function stepsOf(script: string): Step[] {
  const steps: Step[] = [];
  for (const [index, text] of script.split('\n').entries()) {
    if (text.startsWith('#') || text.trim() === '') continue;
    const { 1: kind, 2: keeps, 3: command } = /^([$!~@])(\w*) (.+)$/.exec(text) ?? [];
    if (kind !== undefined && command !== undefined)
      steps.push({ line: index + 1, kind: kind as Step['kind'], keeps, command, expected: [] });
    else steps.at(-1)?.expected.push(text);
  }
  return steps;
}

/** The words of a command; quotes of both kinds keep words together. There is no shell. */
export const wordsOf = (command: string): string[] =>
  [...command.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
    word.replaceAll(
      /'([^']*)'|"([^"]*)"/g,
      (_all, single?: string, double?: string) => single ?? double ?? '',
    ),
  );

/** How long a `~` is repeated. */
export const LOCAL_PATIENCE = 30_000;
export const REMOTE_PATIENCE = 15 * 60_000;

/** @throws Error that names the line, the command, what was expected and the actual output */
export async function play(
  script: string,
  variables: Record<string, string>,
  aws: (...args: string[]) => Promise<Ended>,
  patience = LOCAL_PATIENCE,
): Promise<number> {
  const known = { ...variables };
  const filled = (text: string) =>
    text.replaceAll(/\$\{(\w+)\}/g, (_all, name: string) => {
      const value = known[name];
      if (value === undefined) throw new Error(`the script has no variable ${name}`);
      return value;
    });
  const steps = stepsOf(script);
  for (const step of steps) {
    const words = wordsOf(step.command).map(filled);
    const expected = step.expected.map(filled);
    const until = Date.now() + patience;
    let ended = await aws(...words);
    while (step.kind === '~' && !matches(step, expected, ended) && Date.now() < until)
      ended = await aws(...words);
    if (!matches(step, expected, ended)) throw new Error(describeMismatch(step, expected, ended));
    if (step.keeps) known[step.keeps] = ended.stdout.trim();
  }
  return steps.length;
}

function matches({ kind }: Step, expected: string[], { code, stdout, stderr }: Ended): boolean {
  if (kind === '!') return code !== 0 && expected.every((line) => patternOf(line).test(stderr));
  if (code !== 0) return false;
  if (kind === '@') return stdout.trim() !== '';
  const lines = stdout.trim() === '' ? [] : stdout.trim().split('\n');
  return (
    lines.length === expected.length &&
    lines.every((line, index) => new RegExp(`^${patternOf(expected[index] ?? '').source}$`).test(line.trim()))
  );
}

/** A line as it is, except for its `{{...}}`. */
const patternOf = (line: string): RegExp =>
  new RegExp(
    line
      .trim()
      .split(/\{\{(.+?)\}\}/)
      .map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')))
      .join(''),
  );

const describeMismatch = (
  { line, kind, command }: Step,
  expected: string[],
  { code, stdout, stderr }: Ended,
): string =>
  [
    `line ${line}: ${kind} ${command}`,
    `expected${kind === '!' ? ' a failure' : ''}:`,
    ...expected,
    `came (exit code ${code}):`,
    stdout,
    stderr,
  ].join('\n');
