import type { Build } from '@aws-sdk/client-codebuild';
import type { BuildState } from '../display/report';

export const isRunning = (build: Build) =>
  build.buildStatus === undefined || build.buildStatus === 'IN_PROGRESS';

/** What the displays need of CodeBuild's answer. */
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

/** The median length of the builds that succeeded: one slow build, or one without a cache, does not move it. */
export function expectedSeconds(builds: readonly Build[]): number | undefined {
  const seconds = builds
    .filter((build) => build.buildStatus === 'SUCCEEDED')
    .flatMap(({ startTime, endTime }) =>
      startTime && endTime ? [(endTime.getTime() - startTime.getTime()) / 1000] : [],
    )
    .sort((a, b) => a - b);
  return seconds[Math.floor(seconds.length / 2)];
}
