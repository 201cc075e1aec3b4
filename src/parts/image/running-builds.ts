import type { Build } from '../../ports/codebuild';
import type { Run } from '../../ports/run';

export const isRunning = ({ status }: Build): boolean => status === 'IN_PROGRESS';

/** Returns how many there were. */
export async function stopBuilds(builds: Build[], run: Run): Promise<number> {
  for (const { id } of builds) await run.aws.codebuild.stopBuild(id);
  return builds.length;
}

/** Stops the builds of other tags. */
export async function stopOthers(builds: Build[], tags: string[], run: Run): Promise<void> {
  await stopBuilds(
    builds.filter((build) => isRunning(build) && !tags.includes(build.imageTag ?? '')),
    run,
  );
}

/** Stops the project's builds of other tags. */
export async function stopSuperseded(project: string, tags: string[], run: Run): Promise<void> {
  await stopOthers(await run.aws.codebuild.newestBuilds(project), tags, run);
}
