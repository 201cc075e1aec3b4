import { ListProjectsCommand } from '@aws-sdk/client-codebuild';
import { type ArtifactBucket, bucketExists, defaultBucket } from '../artifacts/artifact-bucket';
import type { Connection } from '../aws/connection';
import { isDenied } from '../aws/service-error';
import { projectOf } from '../type-name';
import type { Registration } from './find-registration';
import { packageFolder } from './names';
import { objectsBelow, packageBucket } from './package-bucket';

/** Objects of a bucket that go, and the bucket too unless something else is in it or it is the user's own. */
export interface BucketContent extends ArtifactBucket {
  keys: string[];
  whole: boolean;
}

/** What a registration has outside of its stack, and who still needs it. */
export interface Leftovers {
  packages: BucketContent | undefined;
  /** Build contexts that deployments uploaded; undefined while something may still need them. */
  contexts: BucketContent | undefined;
  /** The names of the Region's builders; undefined without the right to list them. */
  builders: string[] | undefined;
}

export async function findLeftovers(
  connection: Connection,
  found: Registration,
  typeName: string,
): Promise<Leftovers> {
  const own = await packageBucket(connection);
  const used = bucketOf(found);
  const bucket = used === undefined || used === own.name ? own : { name: used };
  const keys = await keysOf(connection, bucket);
  const folder = packageFolder(typeName);
  const others = (keys ?? []).filter((key) => !key.startsWith(folder));
  const packages = keys && {
    ...bucket,
    keys: keys.filter((key) => key.startsWith(folder)),
    whole: bucket === own && others.length === 0,
  };
  const builders = await findBuilders(connection);
  const elsewhere = bucket === own ? [] : ((await keysOf(connection, own)) ?? []);
  const otherTypes = [...others, ...elsewhere.filter((key) => !key.startsWith(folder))];
  // Another registered type uses the same contexts.
  const needed = builders === undefined || builders.length > 0 || otherTypes.length > 0;
  return { packages, contexts: needed ? undefined : await findContexts(connection), builders };
}

/** The bucket of the package that the stack registered. */
function bucketOf({ stack, remains }: Registration): string | undefined {
  const { Parameters = [] } = stack ?? remains ?? {};
  const location = Parameters.find(({ ParameterKey }) => ParameterKey === 'SchemaHandlerPackage');
  return /^s3:\/\/([^/]+)\//.exec(location?.ParameterValue ?? '')?.[1];
}

async function findContexts(connection: Connection): Promise<BucketContent | undefined> {
  const bucket = await defaultBucket(connection);
  const keys = await keysOf(connection, bucket);
  return keys && { ...bucket, keys, whole: true };
}

/** Undefined when there is no such bucket. */
const keysOf = async (connection: Connection, bucket: ArtifactBucket): Promise<string[] | undefined> =>
  (await bucketExists(connection, bucket)) ? objectsBelow(connection, bucket, '') : undefined;

/** A builder is a CodeBuild project of its name. */
async function findBuilders({ codebuild }: Connection): Promise<string[] | undefined> {
  const prefix = projectOf('');
  const builders: string[] = [];
  let nextToken: string | undefined;
  try {
    do {
      const page = await codebuild.send(new ListProjectsCommand({ nextToken }));
      builders.push(...(page.projects ?? []).filter((name) => name.startsWith(prefix)));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  } catch (error) {
    if (isDenied(error)) return undefined;
    throw error;
  }
  return builders.map((name) => name.slice(prefix.length));
}
