/** What the log reports about the failure. */
export interface LogFindings {
  /** What the failing command or RUN step printed, oldest first. */
  output: string[];
  /** What the failing RUN step printed before: buildx repeats only its last ten lines. */
  earlier: string[];
  /** The errors of docker, CodeBuild and our own script, as opposed to other output. */
  errors: string[];
  /** The exit code of the RUN step that failed. */
  exitCode: string | undefined;
  /** The line of the Dockerfile that failed: `Dockerfile:3`. */
  place: string | undefined;
}

/**
 * @param log the last lines of a build's log, oldest first
 * @param scripts texts that CodeBuild quotes in the log but the user did not write
 */
export function readFailure(log: string[], scripts: string[]): LogFindings {
  const quoted = new Set(scripts.flatMap((script) => script.split('\n')).map((line) => line.trimEnd()));
  const command = outputOfFailedCommand(log.map(clean)).filter((line) => line !== '' && !quoted.has(line));
  const step = outputOfFailedStep(command);
  const errors = command.filter((line) => /^(ERROR|error)\b/.test(line) || isOwnError(line));
  return {
    output: step ?? (errors.some((line) => DOCKER.test(line)) ? [] : command.filter((line) => !isOwn(line))),
    earlier: step === undefined ? [] : progressOfFailedStep(command).slice(0, -step.length),
    errors: [...new Set(errors)],
    exitCode: last(command, /did not complete successfully: exit code: (\d+)/),
    place: last(command, /^([\w./-]+:\d+)$/),
  };
}

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[ -/]*[@-~]`, 'g');

/** Removes colours; of a progress bar, keeps the last state. */
const clean = (line: string): string => {
  const states = line.replaceAll(ESCAPES, '').trimEnd().split('\r');
  return (states.at(-1) ?? '').trimEnd();
};

const OWN = 'docker-builder: ';
const isOwn = (line: string): boolean => line.startsWith(OWN);
const isOwnError = (line: string): boolean => isOwn(line) && /error/i.test(line);
const DOCKER = /^ERROR: /;

const last = (lines: string[], pattern: RegExp): string | undefined =>
  lines.map((line) => pattern.exec(line)?.[1]).findLast((found) => found !== undefined);

const CONTAINER = /^\[Container\] (?:\S+ \S+ )?/;
const RUNNING = /^\[Container\] (?:\S+ \S+ )?Running command /;
const FAILED = /^\[Container\] (?:\S+ \S+ )?Command did not exit successfully /;

/**
 * The output of the failed command. CodeBuild logs the full text of a command before it runs and again after it fails, on
 * as many lines as the command has; those lines are not output.
 */
function outputOfFailedCommand(lines: string[]): string[] {
  const failed = lines.findLastIndex((line) => FAILED.test(line));
  if (failed < 0) return lines.filter((line) => !CONTAINER.test(line));
  const command = textFrom(lines, failed, FAILED);
  const started = lines.findLastIndex((line, index) => index < failed && RUNNING.test(line));
  if (started < 0) return lines.slice(0, failed).filter((line) => !CONTAINER.test(line));
  return lines.slice(started + command.length, failed).filter((line) => !CONTAINER.test(line));
}

/** The lines of a command's text, from a line of the log that quotes it to the one that ends in its exit status. */
function textFrom(lines: string[], from: number, quote: RegExp): string[] {
  const end = lines.findIndex((line, index) => index >= from && /exit status \d+$/.test(line));
  return lines
    .slice(from, end < 0 ? from + 1 : end + 1)
    .map((line, index) => (index === 0 ? line.replace(quote, '') : line));
}

/** The lines of the failing step as they arrived: `#5 0.212 text`. */
function progressOfFailedStep(lines: string[]): string[] {
  const step = last(lines, /^#(\d+) ERROR: /);
  const prefix = new RegExp(`^#${step} [\\d.]+ (.*)$`);
  return lines.flatMap((line) => prefix.exec(line)?.[1] ?? []);
}

/** Buildx repeats the output of the failing step between two rulers, under ` > [stage 2/3] RUN ...:`. */
function outputOfFailedStep(lines: string[]): string[] | undefined {
  const start = lines.findLastIndex((line) => /^ > \[.*:$/.test(line));
  if (start < 0) return undefined;
  const end = lines.findIndex((line, index) => index > start && /^-{4,}$/.test(line));
  return lines.slice(start + 1, end < 0 ? undefined : end).map((line) => line.replace(/^[\d.]+ /, ''));
}
