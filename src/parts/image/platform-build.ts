import type { PlatformBuild } from '../../ports/callback-context';
import type { Run } from '../../ports/run';

/** What the operation remembers of a platform's build. */
export const buildOf = (platform: string, { context }: Run): PlatformBuild =>
  context.builds?.[platform] ?? {};

export function rememberBuild(platform: string, change: PlatformBuild, run: Run): void {
  const build = { ...buildOf(platform, run), ...change };
  run.context.builds = { ...run.context.builds, [platform]: build };
}
