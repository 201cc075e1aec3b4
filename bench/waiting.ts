// How long after the end of a build its resource is done, and what that costs in calls: the real handler against builds
// that take simulated time, beside the construct's fixed 30 seconds.
import type { ProgressEvent } from '../src/handlers/progress-event';
import type { Model } from '../src/models';
import type { Build } from '../src/ports/codebuild';
import { FakeAws } from '../test/support/fake-aws';
import { invoke, request, world } from '../test/support/operation';
import type { Row } from './row';

/** Seconds between the polls of the construct. */
const FIXED = 30;
/** Seconds that CloudFormation takes to invoke the handler again, in addition to the delay it is asked for. */
const INVOCATION = 1;
/** Seconds between the push of the image and the end of its build: the cache's export, then CodeBuild's last phases. */
const AFTER_PUSH = [1, 5] as const;
/** Builds of one project take this much longer or shorter than usual. */
const VARIATION = 0.2;
/** Seconds that a project's builds usually take: 30 s to 60 min. */
const USUAL = Array.from({ length: 40 }, (_, n) => 30 * 120 ** (n / 39));
const BUILDS_EACH = 10;
const HISTORY = 5;

/** What waiting for builds came to. */
interface Waiting {
  /** Seconds from the end of a build to SUCCESS, in the mean; an image that is there earlier counts as no delay. */
  delay: number;
  /** Calls of CodeBuild that ask about a build. */
  codebuildCalls: number;
  /** Calls of ECR that ask for the image. */
  ecrCalls: number;
}

export interface Comparison {
  ours: Waiting;
  construct: Waiting;
}

/** @param history whether the project has built before */
export async function compareWaiting(history: boolean): Promise<Comparison> {
  const random = seeded(7);
  const between = (low: number, high: number) => low + (high - low) * random();
  const varied = (usual: number) => between(usual * (1 - VARIATION), usual * (1 + VARIATION));
  const ours: Waiting[] = [];
  const construct: Waiting[] = [];
  for (const usual of USUAL) {
    for (let n = 0; n < BUILDS_EACH; n += 1) {
      const earlier = history ? Array.from({ length: HISTORY }, () => varied(usual)) : [];
      const seconds = varied(usual);
      ours.push(await waitForOurs(seconds, seconds - between(...AFTER_PUSH), earlier));
      construct.push(waitForConstruct(seconds, between(0, FIXED)));
    }
  }
  return { ours: sum(ours), construct: sum(construct) };
}

/** @param seconds that the build takes. @param pushed seconds after its start. @param earlier what the last builds took */
async function waitForOurs(seconds: number, pushed: number, earlier: number[]): Promise<Waiting> {
  const aws = new FakeAws();
  let now = 0;
  Object.assign(world, { aws, now: () => now });
  aws.fate = 'runs';
  aws.builds.push(...earlier.map(finishedBuild));
  const start = await invoke(request('CREATE', model));
  const build = aws.builds[0];
  if (build === undefined) throw new Error(`no build was started: ${start.message}`);
  build.startedAt = now;
  aws.calls.length = 0;
  let event = start;
  while (event.status === 'IN_PROGRESS') {
    now += ((event.callbackDelaySeconds ?? 0) + INVOCATION) * 1000;
    advance(aws, build, now / 1000, seconds, pushed);
    event = await resume(event);
  }
  if (event.status !== 'SUCCESS') throw new Error(`the simulated build failed: ${event.message}`);
  return {
    delay: Math.max(0, now / 1000 - seconds),
    codebuildCalls: aws.count('build'),
    ecrCalls: aws.count('digest'),
  };
}

const model: Model = { BuilderName: 'web', Source: { Inline: 'FROM scratch' } };

const resume = ({ callbackContext, resourceModel }: ProgressEvent) =>
  invoke(request('CREATE', model, { callbackContext, desiredResourceState: resourceModel }));

/** Where the build is, so many seconds after its start. */
function advance(aws: FakeAws, build: Build, elapsed: number, seconds: number, pushed: number): void {
  build.phase = elapsed < 15 ? 'PROVISIONING' : elapsed < pushed ? 'BUILD' : 'POST_BUILD';
  if (elapsed >= pushed)
    aws.repositories.get('docker-builder/web/image')?.images.set(build.imageTag ?? '', 'sha256:1');
  if (elapsed >= seconds)
    Object.assign(build, { status: 'SUCCEEDED', phase: 'COMPLETED', endedAt: seconds * 1000 });
}

const finishedBuild = (seconds: number, index: number): Build => ({
  id: `docker-builder-web:earlier-${index}`,
  status: 'SUCCEEDED',
  phase: 'COMPLETED',
  phases: [],
  imageTag: `earlier-${index}`,
  platform: 'linux/amd64',
  properties: undefined,
  startedAt: 0,
  endedAt: seconds * 1000,
  timeoutInMinutes: 120,
  log: undefined,
  logLink: undefined,
});

/** @param first seconds from the start of the build to the first poll */
function waitForConstruct(seconds: number, first: number): Waiting {
  const polls = Math.max(0, Math.ceil((seconds - first) / FIXED));
  return { delay: first + polls * FIXED - seconds, codebuildCalls: polls + 1, ecrCalls: 0 };
}

const sum = (all: Waiting[]): Waiting => ({
  delay: all.reduce((total, { delay }) => total + delay, 0) / all.length,
  codebuildCalls: all.reduce((total, { codebuildCalls }) => total + codebuildCalls, 0),
  ecrCalls: all.reduce((total, { ecrCalls }) => total + ecrCalls, 0),
});

/** A generator of pseudo-random numbers from 0 to 1 (mulberry32): the same ones in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export async function waitingRows(): Promise<Row[]> {
  return [
    ...rows('with history', await compareWaiting(true), 3, 1),
    ...rows('first build', await compareWaiting(false), 6, 3),
  ];
}

const rows = (name: string, { ours, construct }: Comparison, delay: number, calls: number): Row[] => [
  {
    name: `waiting, ${name}: mean delay after the end of a build, s (simulated)`,
    ours: ours.delay,
    reference: construct.delay,
    ratio: ours.delay / construct.delay,
    bar: `at most ${delay} s`,
    holds: ours.delay <= delay,
  },
  {
    name: `waiting, ${name}: calls to CodeBuild (simulated)`,
    ours: ours.codebuildCalls,
    reference: construct.codebuildCalls,
    ratio: ours.codebuildCalls / construct.codebuildCalls,
    bar: `ratio at most ${calls}`,
    holds: ours.codebuildCalls <= calls * construct.codebuildCalls,
  },
];
