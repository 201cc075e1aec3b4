import {
  BatchDescribeTypeConfigurationsCommand,
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DeregisterTypeCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  DescribeTypeCommand,
  DescribeTypeRegistrationCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListTypeRegistrationsCommand,
  ListTypeVersionsCommand,
  type Parameter,
  RegisterTypeCommand,
  SetTypeConfigurationCommand,
  SetTypeDefaultVersionCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import {
  BatchGetBuildsCommand,
  type Build,
  CodeBuildClient,
  ListBuildsCommand,
  ListProjectsCommand,
} from '@aws-sdk/client-codebuild';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { serviceError } from './fake-stack';

const ACCOUNT = '123456789012';
const REGION = 'us-east-1';
const ROLES = `arn:aws:iam::${ACCOUNT}:role/docker-builder`;

/** One Region of an account as far as registering a type is concerned, behind mocked clients. */
export class FakeAccount {
  readonly cloudformation = mockClient(CloudFormationClient);
  readonly s3 = mockClient(S3Client);
  readonly iam = mockClient(IAMClient);
  readonly codebuild = mockClient(CodeBuildClient);
  readonly sts = mockClient(STSClient);

  /** The registration's stack. */
  stack:
    | { name: string; status: string; parameters: Parameter[]; template: string; version: string }
    | undefined;
  /** The live versions of the type, and the default one. */
  versions: string[] = [];
  defaultVersion = '';
  schema = '{}';
  configuration = '{}';
  /** The keys in each bucket. */
  readonly buckets = new Map<string, Set<string>>();
  projects: string[] = [];
  builds: Build[] = [];
  roles = new Set(['docker-builder-build-us-east-1', 'docker-builder-execution-us-east-1']);
  /** Why registrations fail. */
  failure: string | undefined;
  /** What the stack says of a failure. */
  stackReason = 'did not stabilize';
  #failures: string[] = [];
  #count = 0;
  #planned: { name: string; parameters: Parameter[]; template: string } | undefined;
  #events: { status: string; resource: string; reason?: string }[] = [];

  constructor() {
    this.#mockRegistry();
    this.#mockStacks();
    this.#mockBuckets();
    this.sts
      .on(GetCallerIdentityCommand)
      .resolves({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/me` });
    this.codebuild.on(ListProjectsCommand).callsFake(async () => ({ projects: this.projects }));
    this.codebuild
      .on(ListBuildsCommand)
      .callsFake(async () => ({ ids: this.builds.map(({ id = '' }) => id) }));
    this.codebuild.on(BatchGetBuildsCommand).callsFake(async () => ({ builds: this.builds }));
    this.iam.on(GetRoleCommand).callsFake(async ({ RoleName }: { RoleName: string }) => {
      if (!this.roles.has(RoleName)) throw serviceError('NoSuchEntityException', 'no such role', 404);
      return { Role: { RoleName } };
    });
  }

  restore(): void {
    for (const mock of [this.cloudformation, this.s3, this.iam, this.codebuild, this.sts]) mock.restore();
  }

  /** Registers a version as `cfn submit --set-default` does. */
  submit(): string {
    this.#count += 1;
    const version = String(this.#count).padStart(8, '0');
    this.versions.push(version);
    this.defaultVersion = version;
    return version;
  }

  /** Everything that a registration creates. */
  leftovers(): string[] {
    const stack = this.stack === undefined ? [] : [this.stack.name];
    return [...stack, ...this.versions, ...this.buckets.keys()];
  }

  parameter(name: string): string | undefined {
    return this.stack?.parameters.find(({ ParameterKey }) => ParameterKey === name)?.ParameterValue;
  }

  #mockRegistry(): void {
    const cf = this.cloudformation;
    const notFound = () => serviceError('TypeNotFoundException', 'The type cannot be found.', 404);
    cf.on(DescribeTypeCommand).callsFake(async () => {
      if (this.versions.length === 0) throw notFound();
      return {
        Arn: this.#arn(this.defaultVersion),
        DefaultVersionId: this.defaultVersion,
        Schema: this.schema,
        ExecutionRoleArn: `${ROLES}/docker-builder-execution-${REGION}`,
      };
    });
    cf.on(ListTypeVersionsCommand).callsFake(async () => ({
      TypeVersionSummaries: this.versions.map((VersionId) => ({ VersionId })),
    }));
    cf.on(BatchDescribeTypeConfigurationsCommand).callsFake(async () => ({
      TypeConfigurations: [{ Configuration: this.configuration }],
    }));
    cf.on(SetTypeConfigurationCommand).callsFake(async ({ Configuration }: { Configuration: string }) => {
      this.configuration = Configuration;
      return {};
    });
    cf.on(SetTypeDefaultVersionCommand).callsFake(async ({ Arn }: { Arn: string }) => {
      this.defaultVersion = Arn.split('/').at(-1) ?? '';
      return {};
    });
    cf.on(DeregisterTypeCommand).callsFake(async ({ VersionId }: { VersionId: string }) => {
      if (VersionId === this.defaultVersion)
        throw serviceError('CFNRegistryException', `Version '${VersionId}' is the default version`);
      this.versions = this.versions.filter((id) => id !== VersionId);
      return {};
    });
    cf.on(RegisterTypeCommand).callsFake(async () => {
      if (this.failure === undefined) this.submit();
      return { RegistrationToken: 'token' };
    });
    cf.on(ListTypeRegistrationsCommand).callsFake(async () => ({
      RegistrationTokenList: this.#failures.map((_reason, index) => `failed-${index}`),
    }));
    cf.on(DescribeTypeRegistrationCommand).callsFake(async ({ RegistrationToken = '' }) => ({
      ProgressStatus: this.failure === undefined ? 'COMPLETE' : 'FAILED',
      Description: this.#failures[Number(String(RegistrationToken).split('-')[1])] ?? this.failure,
    }));
  }

  #mockStacks(): void {
    const cf = this.cloudformation;
    cf.on(DescribeStacksCommand).callsFake(async ({ StackName }: { StackName: string }) => {
      const { stack } = this;
      if (stack === undefined || ![stack.name, this.#stackId(stack.name)].includes(StackName))
        throw serviceError('ValidationError', `Stack with id ${StackName} does not exist`);
      return { Stacks: [this.#describe(stack)] };
    });
    cf.on(GetTemplateCommand).callsFake(async () => ({ TemplateBody: this.stack?.template }));
    cf.on(CreateChangeSetCommand).callsFake(async (input: CreateChangeSetCommand['input']) => {
      const before = this.stack?.parameters ?? [];
      this.#planned = {
        name: input.StackName ?? '',
        template: input.TemplateBody ?? '',
        parameters: (input.Parameters ?? []).map((one) =>
          one.UsePreviousValue ? (before.find((old) => old.ParameterKey === one.ParameterKey) ?? one) : one,
        ),
      };
      this.stack ??= { ...this.#planned, status: 'REVIEW_IN_PROGRESS', version: '' };
      return { Id: 'change-set', StackId: this.#stackId(input.StackName ?? '') };
    });
    cf.on(DescribeChangeSetCommand).resolves({ Status: 'CREATE_COMPLETE' });
    cf.on(DeleteChangeSetCommand).resolves({});
    cf.on(ExecuteChangeSetCommand).callsFake(async () => this.execute());
    cf.on(DeleteStackCommand).callsFake(async () => this.#delete());
    cf.on(DescribeStackEventsCommand).callsFake(async ({ StackName }: { StackName: string }) => ({
      StackEvents: this.#events
        .map(({ status, resource, reason }, index) => ({
          StackId: StackName,
          StackName: StackName.split('/')[1] ?? '',
          EventId: String(index),
          LogicalResourceId: resource === 'stack' ? (StackName.split('/')[1] ?? '') : resource,
          PhysicalResourceId: resource === 'stack' ? this.#stackId(StackName.split('/')[1] ?? '') : resource,
          ResourceType:
            resource === 'stack' ? 'AWS::CloudFormation::Stack' : 'AWS::CloudFormation::ResourceVersion',
          ResourceStatus: status as 'CREATE_COMPLETE',
          Timestamp: new Date(index),
          ResourceStatusReason: reason,
        }))
        .toReversed(),
    }));
  }

  /** Does what the change set says; or fails as `failure` says. */
  execute() {
    const stack = this.stack?.status === 'REVIEW_IN_PROGRESS' ? undefined : this.stack;
    const planned = this.#planned ?? { name: '', parameters: [], template: '' };
    const verb = stack === undefined ? 'CREATE' : 'UPDATE';
    if (this.failure !== undefined) {
      this.#failures.push(this.failure);
      const ended = stack === undefined ? 'ROLLBACK_COMPLETE' : 'UPDATE_ROLLBACK_COMPLETE';
      this.#events.push(
        { status: `${verb}_FAILED`, resource: 'Version', reason: this.stackReason },
        { status: ended, resource: 'stack' },
      );
      this.stack =
        stack === undefined ? { ...planned, status: ended, version: '' } : { ...stack, status: ended };
      return {};
    }
    const address = ({ parameters }: { parameters: Parameter[] }) =>
      parameters.find(({ ParameterKey }) => ParameterKey === 'SchemaHandlerPackage')?.ParameterValue;
    const same = stack !== undefined && address(stack) === address(planned);
    const version = same ? stack.version : this.submit();
    if (!same) this.versions = this.versions.filter((id) => id !== stack?.version);
    this.stack = { ...planned, status: `${verb}_COMPLETE`, version };
    this.#events.push({ status: `${verb}_COMPLETE`, resource: 'stack' });
    return {};
  }

  #delete() {
    if (this.versions.length > 1 && this.stack?.version === this.defaultVersion) {
      this.#events.push({ status: 'DELETE_FAILED', resource: 'stack', reason: 'is the default version' });
      return {};
    }
    this.versions = this.versions.filter((id) => id !== this.stack?.version);
    this.stack = undefined;
    this.#events.push({ status: 'DELETE_COMPLETE', resource: 'stack' });
    return {};
  }

  #mockBuckets(): void {
    const keysIn = (Bucket: string): Set<string> => {
      const keys = this.buckets.get(Bucket);
      if (keys === undefined) throw serviceError('NotFound', 'NotFound', 404);
      return keys;
    };
    this.s3.on(HeadBucketCommand).callsFake(async ({ Bucket }: { Bucket: string }) => {
      keysIn(Bucket);
      return {};
    });
    this.s3.on(CreateBucketCommand).callsFake(async ({ Bucket }: { Bucket: string }) => {
      this.buckets.set(Bucket, new Set());
      return {};
    });
    this.s3.on(PutPublicAccessBlockCommand).resolves({});
    this.s3.on(PutBucketEncryptionCommand).resolves({});
    this.s3.on(HeadObjectCommand).callsFake(async ({ Bucket, Key }: { Bucket: string; Key: string }) => {
      if (!keysIn(Bucket).has(Key)) throw serviceError('NotFound', 'NotFound', 404);
      return {};
    });
    this.s3.on(PutObjectCommand).callsFake(async ({ Bucket, Key }: { Bucket: string; Key: string }) => {
      keysIn(Bucket).add(Key);
      return {};
    });
    this.s3
      .on(ListObjectsV2Command)
      .callsFake(async ({ Bucket, Prefix = '' }: { Bucket: string; Prefix?: string }) => ({
        Contents: [...keysIn(Bucket)].filter((Key) => Key.startsWith(Prefix)).map((Key) => ({ Key })),
      }));
    this.s3
      .on(DeleteObjectsCommand)
      .callsFake(async ({ Bucket, Delete }: { Bucket: string; Delete: { Objects: { Key: string }[] } }) => {
        for (const { Key } of Delete.Objects) keysIn(Bucket).delete(Key);
        return {};
      });
    this.s3.on(DeleteBucketCommand).callsFake(async ({ Bucket }: { Bucket: string }) => {
      if (keysIn(Bucket).size > 0) throw serviceError('BucketNotEmpty', 'not empty', 409);
      this.buckets.delete(Bucket);
      return {};
    });
  }

  #describe({ name, status, parameters, version }: NonNullable<FakeAccount['stack']>): Stack {
    const outputs = { TypeVersionArn: this.#arn(version), BuildRoleArn: `${ROLES}/build` };
    return {
      StackName: name,
      StackId: this.#stackId(name),
      CreationTime: new Date(0),
      StackStatus: status as 'CREATE_COMPLETE',
      Parameters: parameters,
      Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
    };
  }

  #stackId(name: string): string {
    return `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${name}/1`;
  }

  #arn(version: string): string {
    return `arn:aws:cloudformation:${REGION}:${ACCOUNT}:type/resource/TokenInjectable-Docker-Builder/${version}`;
  }
}
