import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuild } from '@aws-sdk/client-codebuild';
import { ECR } from '@aws-sdk/client-ecr';
import { S3 } from '@aws-sdk/client-s3';
import { STS } from '@aws-sdk/client-sts';

export interface AccountOptions {
  region: string;
  /** Another endpoint than AWS's. */
  endpoint?: string | undefined;
}

/** The services of one account and Region, which the run reads directly: it does not take the program's word for it. */
export class Account {
  readonly cloudformation: CloudFormation;
  readonly codebuild: CodeBuild;
  readonly ecr: ECR;
  readonly logs: CloudWatchLogs;
  readonly s3: S3;
  readonly sts: STS;

  constructor({ region, endpoint }: AccountOptions) {
    const config = { region, ...(endpoint !== undefined && { endpoint }) };
    this.cloudformation = new CloudFormation(config);
    this.codebuild = new CodeBuild(config);
    this.ecr = new ECR(config);
    this.logs = new CloudWatchLogs(config);
    this.s3 = new S3({ ...config, forcePathStyle: endpoint !== undefined });
    this.sts = new STS(config);
  }

  /** How many builds a builder has had. */
  async builds(builder: string): Promise<number> {
    const { ids = [] } = await this.codebuild.listBuildsForProject({ projectName: projectOf(builder) });
    return ids.length;
  }

  /** The labels of an image, read from its configuration. */
  async labels(imageUri: string): Promise<Record<string, string>> {
    const [, repositoryName = '', imageDigest = ''] = /([^/]+\/[^/]+\/image)@(.+)$/.exec(imageUri) ?? [];
    const { images = [] } = await this.ecr.batchGetImage({ repositoryName, imageIds: [{ imageDigest }] });
    const manifest = JSON.parse(images[0]?.imageManifest ?? '{}') as { config?: { digest: string } };
    const { downloadUrl = '' } = await this.ecr.getDownloadUrlForLayer({
      repositoryName,
      layerDigest: manifest.config?.digest,
    });
    const response = await this.#download(downloadUrl);
    const { config } = (await response.json()) as { config?: { Labels?: Record<string, string> } };
    return config?.Labels ?? {};
  }

  /** AWS signs the URL of a layer; the local endpoint's leads to its registry, which may ask for a login. */
  async #download(url: string): Promise<Response> {
    const response = await fetch(url);
    if (response.status !== 401) return response;
    const { authorizationData: [login] = [] } = await this.ecr.getAuthorizationToken({});
    return fetch(url, { headers: { Authorization: `Basic ${login?.authorizationToken}` } });
  }

  isRegistered = (typeName: string): Promise<boolean> =>
    found(() => this.cloudformation.describeType({ Type: 'RESOURCE', TypeName: typeName }));

  /** What is left of builders, by their exact names. */
  async leftovers(builders: string[]): Promise<string[]> {
    const { projects = [] } = await this.codebuild.batchGetProjects({ names: builders.map(projectOf) });
    const left = projects.map(({ name }) => `the CodeBuild project ${name}`);
    for (const repository of builders.flatMap(repositoriesOf))
      if (await found(() => this.ecr.describeRepositories({ repositoryNames: [repository] })))
        left.push(`the ECR repository ${repository}`);
    for (const builder of builders) {
      const logGroupNamePrefix = logGroupOf(builder);
      const { logGroups = [] } = await this.logs.describeLogGroups({ logGroupNamePrefix });
      if (logGroups.some(({ logGroupName }) => logGroupName === logGroupNamePrefix))
        left.push(`the log group ${logGroupNamePrefix}`);
    }
    return left;
  }

  /** The bucket that `register` creates for the build contexts of later deployments, unless it exists. */
  async contextsBucket(region: string): Promise<string> {
    const { Account: id } = await this.sts.getCallerIdentity({});
    return `docker-builder-${id}-${region}`;
  }

  hasBucket = (Bucket: string): Promise<boolean> => found(() => this.s3.headBucket({ Bucket }));

  /** The keys below a folder of a bucket. */
  async objects(Bucket: string, Prefix: string): Promise<string[]> {
    const { Contents = [] } = await this.s3.listObjectsV2({ Bucket, Prefix });
    return Contents.flatMap(({ Key }) => Key ?? []);
  }

  /** The status of a stack; undefined if there is none. */
  async stackStatus(StackName: string): Promise<string | undefined> {
    try {
      const { Stacks: [stack] = [] } = await this.cloudformation.describeStacks({ StackName });
      return stack?.StackStatus === 'DELETE_COMPLETE' ? undefined : stack?.StackStatus;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }
}

export const projectOf = (builder: string): string => `docker-builder-${builder}`;
export const logGroupOf = (builder: string): string => `/aws/codebuild/${projectOf(builder)}`;
export const repositoriesOf = (builder: string): string[] =>
  ['image', 'cache'].map((kind) => `docker-builder/${builder}/${kind}`);

const MISSING = /NotFound|NoSuch|ValidationError.*does not exist|does not exist/;

const isMissing = (error: unknown): boolean => {
  const { name, message } = error as Error;
  return MISSING.test(`${name} ${message}`);
};

/** Whether a read finds what it asks for. */
async function found(read: () => Promise<unknown>): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
