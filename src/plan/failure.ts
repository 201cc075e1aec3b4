import type { BuildPhase } from '../ports/codebuild';
import { buildBlock, installBlock } from './buildspec-blocks';
import { adviceFor } from './failure-advice';
import { readFailure } from './failure-log';

export interface FailedBuild {
  /** FAILED, FAULT, TIMED_OUT or STOPPED. */
  status: string;
  /** Where there are several. */
  platform?: string | undefined;
  phases: BuildPhase[];
  timeoutInMinutes: number;
  /** The last lines of the build's log, oldest first. */
  log: string[];
  /** Where the whole log can be read; undefined where the log goes with the failed resource. */
  link: string | undefined;
}

/** Characters; below what the runtime sends, so that redaction has room for its marks. */
const LONGEST = 850;
/** The cause is within this many characters: a console's table shows no more. */
const CAUSE_WITHIN = 200;

/** Why a build failed: the phase, the exit code, the cause, what to do about it, the output around it, the log. */
export function failureMessage(build: FailedBuild): string {
  const { earlier, errors, exitCode, place, ...found } = readFailure(build.log, [installBlock, buildBlock]);
  const output = fromCause(earlier, found.output).map((line) => line.replace(RUNTIME, ''));
  const head = headline(build, exitCode, place);
  const advice = adviceFor([...output, ...errors, ...reasons(build)]);
  const end = `${advice === undefined ? '' : ` [${advice}]`}${build.link === undefined ? '' : ` Full log: ${build.link}`}`;
  // Docker's error repeats the step's output and its exit code.
  const spoken = exitCode === undefined ? [...new Set([...output, ...errors.map(withoutPreamble)])] : output;
  const ended = build.status === 'STOPPED' || build.status === 'TIMED_OUT';
  // A build that was stopped did not fail because of its output; the last lines show how far it got.
  const lines = ended ? spoken.slice(-5) : spoken.length > 0 ? spoken : errors.map(withoutPreamble);
  const text = excerpt(lines, LONGEST - head.length - end.length - 2, CAUSE_WITHIN - head.length - 2);
  return text === '' ? `${head}.${end}` : `${head}: ${text}${end}`;
}

const reasons = ({ phases }: FailedBuild): string[] =>
  phases.flatMap(({ contexts }) => contexts.map(({ message }) => message ?? ''));

function headline(build: FailedBuild, stepCode: string | undefined, place: string | undefined): string {
  const { status, platform, phases, timeoutInMinutes } = build;
  const what = platform === undefined ? 'the image build' : `the image build for ${platform}`;
  const failed = phases.find(({ phaseStatus }) => phaseStatus !== undefined && phaseStatus !== 'SUCCEEDED');
  const context = failed?.contexts?.find(({ message }) => message !== undefined && message !== '');
  const phase = failed?.phaseType ?? 'an unknown';
  if (status === 'STOPPED') return `${what} was stopped in its ${phase} phase`;
  if (phase === 'QUEUED') {
    return `${what} waited in CodeBuild's queue until its time was up; raise the quota "Concurrently running builds" of this environment and compute type, or deploy fewer builders at once`;
  }
  if (status === 'TIMED_OUT') {
    return `${what} did not end within ${timeoutInMinutes} minutes (TimeoutInMinutes); it was in its ${phase} phase`;
  }
  const exit = stepCode ?? /exit status (\d+)\s*$/.exec(context?.message ?? '')?.[1];
  if (exit !== undefined) {
    const where = stepCode === undefined || place === undefined ? '' : ` (${place})`;
    return `${what} failed in its ${phase} phase with exit code ${exit}${where}`;
  }
  return `${what} failed in its ${phase} phase${serviceReason(context)}`;
}

/** A context quotes the whole command before its reason; without a reason it is CodeBuild's own sentence. */
function serviceReason(
  context: { statusCode?: string | undefined; message?: string | undefined } | undefined,
): string {
  if (context?.message === undefined) return '';
  const [, reason] = /^Error while executing command: [\s\S]*Reason: ([\s\S]*)$/.exec(context.message) ?? [];
  const text = (reason ?? context.message).replaceAll(/\s+/g, ' ').trim();
  return ` (${context.statusCode ?? 'no code'}: ${text.slice(0, 300)})`;
}

/** BuildKit's errors begin with what it was about to do, and a client's error with its request: the cause comes last. */
const PREAMBLES: readonly [RegExp, string][] = [
  [/^ERROR: (failed to (build|solve): )*/, ''],
  [/^(failed to compute cache key: )?failed to calculate checksum of ref \S+: /, ''],
  [/^(\S+): failed to resolve source metadata for \1: /, 'cannot pull $1: '],
  [/^failed to resolve source metadata for (\S+): /, 'cannot pull $1: '],
  // The tag is a hash of 64 digits.
  [/^failed to push (\S+?)(:[0-9a-f]{64})?: /, 'cannot push to $1: '],
  [/failed to copy: httpReadSeeker: failed open: /, ''],
  [/unexpected status( code)?( from \w+ request to)? \S+: /, ''],
  [/failed to do request: \w+ "[^"]*": /, ''],
];

/** A program that can't be started. */
const RUNTIME =
  /^((runc|crun|OCI runtime) (run|exec|create) failed: )+unable to start container process: (error during container init: )?/;

const withoutPreamble = (line: string): string =>
  PREAMBLES.reduce((text, [preamble, instead]) => text.replace(preamble, instead), line);

/** Lines that name an error; warnings and "0 errors" do not count. */
const TELLING =
  /\b(errors?|fatal|exception|panic|cannot|can't|could not|unable|denied|refused|forbidden|not found|no such|failed|failure|fails|invalid|undefined|missing|unexpected)\b|^E:/i;
const NOT_TELLING = /\bwarn(ing)?\b|\b(0|no) (errors?|failures?|failed)\b|complete log of this run/i;

const isTelling = (line: string): boolean => TELLING.test(line) && !NOT_TELLING.test(line);

/** The output, from the last line before it that names an error if none in it does. */
function fromCause(earlier: string[], output: string[]): string[] {
  const cause = output.some(isTelling) ? -1 : earlier.findLastIndex(isTelling);
  return cause < 0 ? output : [...earlier.slice(cause), ...output];
}

/**
 * As many of the last lines as fit. If the first line that names an error would come too late, it is moved to the front.
 */
function excerpt(lines: string[], room: number, reach: number): string {
  const whole = lines.join(' | ');
  const cause = lines.find(isTelling) ?? lines.at(-1);
  if (cause === undefined) return '';
  if (whole.length <= room && whole.indexOf(cause) + Math.min(cause.length, 60) <= reach) return whole;
  const lead = cause.length <= room ? cause : `${cause.slice(0, Math.max(0, room - 3))}...`;
  const others = lastThatFit(lines.slice(lines.indexOf(cause) + 1), room - lead.length - 3);
  return others === '' ? lead : `${lead} | ${others}`;
}

function lastThatFit(lines: string[], room: number): string {
  let text = '';
  for (const line of lines.toReversed()) {
    const longer = text === '' ? line : `${line} | ${text}`;
    // What is left out between the cause and these lines is marked.
    if (longer.length > room - 6) return text === '' ? '' : `... | ${text}`;
    text = longer;
  }
  return text;
}
