import {
  BatchGetBuildsCommand,
  type Build,
  type CodeBuildClient,
  ListBuildsForProjectCommand,
} from '@aws-sdk/client-codebuild';
import { hasName } from '../aws/service-error';
import { projectOf } from '../type-name';

/** The last ten builds of a builder, newest first; none when its project does not exist yet, or no longer. */
export async function recentBuilds(codebuild: CodeBuildClient, builderName: string): Promise<Build[]> {
  try {
    const { ids = [] } = await codebuild.send(
      new ListBuildsForProjectCommand({ projectName: projectOf(builderName), sortOrder: 'DESCENDING' }),
    );
    if (ids.length === 0) return [];
    const { builds = [] } = await codebuild.send(new BatchGetBuildsCommand({ ids: ids.slice(0, 10) }));
    return builds.sort((a, b) => (b.startTime?.getTime() ?? 0) - (a.startTime?.getTime() ?? 0));
  } catch (error) {
    if (hasName(error, 'ResourceNotFoundException')) return [];
    throw error;
  }
}
