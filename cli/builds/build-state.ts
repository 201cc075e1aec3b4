import type { Build } from '@aws-sdk/client-codebuild';
import type { BuildState } from '../display/report';

export const isRunning = (build: Build) =>
  build.buildStatus === undefined || build.buildStatus === 'IN_PROGRESS';

/** The state of a build, as the displays need it. */
export function buildState(build: Build, logicalId: string, expected: number | undefined): BuildState {
  return {
    logicalId,
    buildId: build.id ?? '',
    status: build.buildStatus ?? 'IN_PROGRESS',
    phases: (build.phases ?? []).map(({ phaseType, phaseStatus, durationInSeconds }) => ({
      name: phaseType ?? '',
      ...(phaseStatus && { status: phaseStatus }),
      ...(durationInSeconds !== undefined && { seconds: durationInSeconds }),
    })),
    startedAt: build.startTime ?? new Date(),
    ...(build.endTime && { endedAt: build.endTime }),
    ...(expected !== undefined && { expectedSeconds: expected }),
  };
}

/** The median duration of the builds that succeeded, which one slow build (without a cache) does not change. */
export function expectedSeconds(builds: readonly Build[]): number | undefined {
  const seconds = builds
    .filter((build) => build.buildStatus === 'SUCCEEDED')
    .flatMap(({ startTime, endTime }) =>
      startTime && endTime ? [(endTime.getTime() - startTime.getTime()) / 1000] : [],
    )
    .sort((a, b) => a - b);
  return seconds[Math.floor(seconds.length / 2)];
}
