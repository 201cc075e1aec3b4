import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import type { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { notReady } from '../exit-code';

/** Where the commands talk to. Without `endpoint` it is AWS, or the endpoint in AWS_ENDPOINT_URL. */
export interface ConnectionOptions {
  region?: string;
  profile?: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** One Region of one account: the clients, created on first use, and what every command asks about them. */
export class Connection {
  readonly #settings: object;
  #account: Promise<string> | undefined;
  #clients: Partial<Clients> = {};

  constructor(readonly options: ConnectionOptions) {
    this.#settings = {
      ...(options.region && { region: options.region }),
      ...(options.profile && { profile: options.profile }),
      ...(options.endpoint && { endpoint: options.endpoint }),
      ...(options.credentials && { credentials: options.credentials }),
      // A deployment needs many small calls, and its account shares their rate with everything else in it.
      maxAttempts: 8,
      customUserAgent: 'docker-builder',
    };
  }

  get cloudformation(): CloudFormationClient {
    this.#clients.cloudformation ??= new CloudFormationClient(this.#settings);
    return this.#clients.cloudformation;
  }

  get s3(): S3Client {
    // Buckets as host names do not resolve on an endpoint of one's own.
    this.#clients.s3 ??= new S3Client({ ...this.#settings, forcePathStyle: this.ownEndpoint });
    return this.#clients.s3;
  }

  get codebuild(): CodeBuildClient {
    this.#clients.codebuild ??= new CodeBuildClient(this.#settings);
    return this.#clients.codebuild;
  }

  get logs(): CloudWatchLogsClient {
    this.#clients.logs ??= new CloudWatchLogsClient(this.#settings);
    return this.#clients.logs;
  }

  get sts(): STSClient {
    this.#clients.sts ??= new STSClient(this.#settings);
    return this.#clients.sts;
  }

  /** Loaded on first use: one command needs it. */
  async iam(): Promise<IAMClient> {
    const { IAMClient: Client } = await import('@aws-sdk/client-iam');
    this.#clients.iam ??= new Client(this.#settings);
    return this.#clients.iam;
  }

  /** Not AWS itself: a local engine, which is asked more often and keeps nothing of value. */
  get ownEndpoint(): boolean {
    return (this.options.endpoint ?? process.env.AWS_ENDPOINT_URL) !== undefined;
  }

  async region(): Promise<string> {
    return this.cloudformation.config.region();
  }

  /** The account of the credentials, asked once. */
  account(): Promise<string> {
    this.#account ??= this.sts.send(new GetCallerIdentityCommand({})).then(({ Account }) => {
      if (!Account) throw notReady('AWS STS named no account for these credentials');
      return Account;
    });
    return this.#account;
  }
}

interface Clients {
  cloudformation: CloudFormationClient;
  s3: S3Client;
  codebuild: CodeBuildClient;
  logs: CloudWatchLogsClient;
  sts: STSClient;
  iam: IAMClient;
}
