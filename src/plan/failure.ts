/** A finished phase of a build, as BatchGetBuilds answers it. */
export interface Phase {
  phaseType?: string | undefined;
  phaseStatus?: string | undefined;
  contexts?: { statusCode?: string | undefined; message?: string | undefined }[] | undefined;
}

export interface FailedBuild {
  /** FAILED, FAULT, TIMED_OUT or STOPPED. */
  status: string;
  phases: Phase[];
  timeoutInMinutes: number;
  /** The last lines of the build's log, oldest first. */
  log: string[];
  /** Where the whole log can be read. */
  link: string | undefined;
}

/** CloudFormation cuts a status reason at 1,024 characters. */
const LIMIT = 1000;

/** Why a build failed: the phase, the exit code and the lines of the error that matter, then the link to the log. */
export function failureMessage(build: FailedBuild): string {
  const head = headline(build);
  const link = build.link === undefined ? '' : ` Full log: ${build.link}`;
  const room = LIMIT - head.length - link.length - 2;
  const lines = lastThatFit(mattering(build.log.map(clean).filter((line) => line !== '')), room);
  return lines === '' ? `${head}.${link}` : `${head}: ${lines}${link}`;
}

function headline({ status, phases, timeoutInMinutes }: FailedBuild): string {
  const failed = phases.find(({ phaseStatus }) => phaseStatus !== undefined && phaseStatus !== 'SUCCEEDED');
  const context = failed?.contexts?.find(({ message }) => message !== undefined && message !== '');
  const phase = failed?.phaseType ?? 'an unknown';
  if (status === 'STOPPED') return `the image build was stopped in its ${phase} phase`;
  if (status === 'TIMED_OUT') {
    return `the image build did not end within ${timeoutInMinutes} minutes (TimeoutInMinutes); it was in its ${phase} phase`;
  }
  const exit = /exit status (\d+)/.exec(context?.message ?? '')?.[1];
  if (exit !== undefined) return `the image build failed in its ${phase} phase with exit code ${exit}`;
  // A context quotes the whole command before its reason; without a reason it is CodeBuild's own sentence.
  const reason = context?.message?.split(/Reason: /).at(-1);
  const own =
    reason === undefined ? '' : ` (${context?.statusCode ?? 'no code'}: ${clean(reason).slice(0, 300)})`;
  return `the image build failed in its ${phase} phase${own}`;
}

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, 'g');

const clean = (line: string) =>
  line
    .replaceAll(ESCAPES, '')
    .replace(/[\r\n]+$/, '')
    .trimEnd();

/** Buildx numbers each line of a step and its time: `#7 0.123 text`. */
const STEP = /^#\d+ (?:[\d.]+ )?/;
const CODEBUILD = /^\[Container\] /;

/** The lines of a log that say what went wrong. */
function mattering(log: string[]): string[] {
  const own = log.filter(
    (line) => line.startsWith('docker-builder: ') && /error|fail|cannot|refus/i.test(line),
  );
  const block = failedStep(log);
  const errors = log.filter((line) => /^(ERROR|error)\b/.test(line.replace(STEP, '')) && !STEP.test(line));
  const found = [...block, ...errors, ...own];
  if (found.length > 0) return [...new Set(found)];
  return log.filter((line) => !CODEBUILD.test(line)).slice(-5);
}

/** The output of the RUN that failed: buildx repeats it between two rulers, under ` > [stage] RUN ...:`. */
function failedStep(log: string[]): string[] {
  const start = log.findLastIndex((line) => / > \[.*:$/.test(line));
  if (start < 0) return [];
  const end = log.findIndex((line, index) => index > start && /^-{4,}$/.test(line));
  return log.slice(start + 1, end < 0 ? undefined : end).map((line) => line.replace(/^[\d.]+ /, ''));
}

/** As many of the last lines as fit; an error's own line stands at the end of its output. */
function lastThatFit(lines: string[], room: number): string {
  let text = '';
  for (const line of lines.toReversed()) {
    const longer = text === '' ? line : `${line} | ${text}`;
    if (longer.length > room) return text === '' ? `...${line.slice(-(room - 3))}` : text;
    text = longer;
  }
  return text;
}
