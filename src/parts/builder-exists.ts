import { namesOf } from '../plan/names';
import { placeOfOwner } from '../plan/ownership';
import type { Run } from '../ports/run';
import { ServiceError } from '../ports/service-error';
import { reread } from '../waiting/reread';
import { runIn } from './elsewhere';

/**
 * Whether the builder that a repository's tags name exists: in this Region, or in the one whose images the repository
 * replicates. Where that can't be known, it does.
 */
export async function builderExists(owner: string, run: Run): Promise<boolean> {
  const { builder, region } = placeOfOwner(owner);
  const { codebuild } = (region === undefined ? run : runIn(region, run)).aws;
  try {
    const project = await reread(
      () => codebuild.project(namesOf(builder).project),
      (found) => found !== undefined,
      run,
    );
    return project !== undefined;
  } catch (error) {
    if (error instanceof ServiceError && error.kind === 'denied') return true;
    throw error;
  }
}
