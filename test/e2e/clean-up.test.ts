import {
  CancelUpdateStackCommand,
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  DescribeTypeCommand,
  type StackStatus,
} from '@aws-sdk/client-cloudformation';
import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { BatchGetProjectsCommand, CodeBuildClient, DeleteProjectCommand } from '@aws-sdk/client-codebuild';
import { DeleteRepositoryCommand, DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { Account } from '../../tools/e2e/account';
import { cleanUp } from '../../tools/e2e/clean-up';
import { namesOfRun } from '../../tools/e2e/names';
import type { World } from '../../tools/e2e/scenario';

const names = namesOfRun('0a1b2c3d');
const cloudformation = mockClient(CloudFormationClient);
const codebuild = mockClient(CodeBuildClient);
const ecr = mockClient(ECRClient);
const logs = mockClient(CloudWatchLogsClient);
const s3 = mockClient(S3Client);

const missing = (name: string) => Object.assign(new Error(`${name}: no such thing`), { name });

/** What is in the account; deletions take it away. */
let account: {
  stacks: Map<string, StackStatus[]>;
  things: Set<string>;
  objects: string[];
  buckets: string[];
  type: boolean;
};
let ran: string[][];

const world = (): World => ({
  names,
  region: 'eu-west-1',
  partition: 'aws',
  bucket: 'my-bucket',
  ownBuckets: new Set(account.buckets),
  folder: '',
  account: new Account({ region: 'eu-west-1' }),
  run: async (...words) => {
    ran.push(words);
    account.type = false;
    return { exitCode: 0, messages: '', outputs: {} };
  },
});

beforeEach(() => {
  account = { stacks: new Map(), things: new Set(), objects: [], buckets: [], type: false };
  ran = [];
  for (const mock of [cloudformation, codebuild, ecr, logs, s3]) mock.reset();
  cloudformation.on(DescribeStacksCommand).callsFake(({ StackName }) => {
    const statuses = account.stacks.get(StackName);
    if (statuses === undefined)
      throw Object.assign(new Error(`Stack with id ${StackName} does not exist`), {
        name: 'ValidationError',
      });
    const StackStatus = statuses.length > 1 ? statuses.shift() : statuses[0];
    return { Stacks: [{ StackName, StackStatus }] };
  });
  cloudformation.on(DeleteStackCommand).callsFake(({ StackName }) => {
    account.stacks.delete(StackName);
    return {};
  });
  cloudformation.on(CancelUpdateStackCommand).resolves({});
  cloudformation.on(DescribeTypeCommand).callsFake(() => {
    if (!account.type) throw missing('TypeNotFoundException');
    return {};
  });
  codebuild.on(BatchGetProjectsCommand).callsFake(({ names: asked }) => ({
    projects: (asked as string[]).filter((name) => account.things.has(name)).map((name) => ({ name })),
  }));
  codebuild.on(DeleteProjectCommand).callsFake(({ name }) => account.things.delete(name));
  ecr.on(DescribeRepositoriesCommand).callsFake(({ repositoryNames: [name] }) => {
    if (!account.things.has(name)) throw missing('RepositoryNotFoundException');
    return {};
  });
  ecr.on(DeleteRepositoryCommand).callsFake(({ repositoryName }) => {
    if (!account.things.delete(repositoryName)) throw missing('RepositoryNotFoundException');
  });
  logs.on(DescribeLogGroupsCommand).callsFake(({ logGroupNamePrefix }) => ({
    logGroups: [...account.things]
      .filter((name) => name.startsWith(logGroupNamePrefix))
      .map((logGroupName) => ({ logGroupName })),
  }));
  logs.on(DeleteLogGroupCommand).callsFake(({ logGroupName }) => {
    if (!account.things.delete(logGroupName)) throw missing('ResourceNotFoundException');
  });
  s3.on(HeadBucketCommand).callsFake(({ Bucket }) => {
    if (!account.buckets.includes(Bucket)) throw missing('NotFound');
  });
  s3.on(DeleteBucketCommand).callsFake(({ Bucket }) => {
    if (!account.buckets.includes(Bucket)) throw missing('NoSuchBucket');
    account.buckets = account.buckets.filter((one) => one !== Bucket);
  });
  s3.on(ListObjectsV2Command).callsFake(({ Prefix }) => ({
    Contents: account.objects.filter((Key) => Key.startsWith(Prefix)).map((Key) => ({ Key })),
  }));
  s3.on(DeleteObjectCommand).callsFake(({ Key }) => {
    account.objects = account.objects.filter((one) => one !== Key);
  });
});

const never = new AbortController().signal;

describe('the clean-up of a run', () => {
  it('removes stacks, builders, the type and objects by exact names, and nothing else', async () => {
    account.stacks.set(names.stack, ['CREATE_COMPLETE']).set('shop', ['CREATE_COMPLETE']);
    account.things = new Set([
      `docker-builder-${names.builder}`,
      `docker-builder/${names.builder}/image`,
      `/aws/codebuild/docker-builder-${names.builder}`,
      `docker-builder-${names.builder}-of-somebody-else`,
      `/aws/codebuild/docker-builder-${names.builder}-of-somebody-else`,
      'docker-builder/shop/image',
    ]);
    account.objects = [`${names.run}/a.zip`, `${names.run}-not-mine/b.zip`, 'shop/c.zip'];
    account.type = true;
    expect(await cleanUp(world(), never, 0)).toEqual([]);
    expect([...account.stacks.keys()]).toEqual(['shop']);
    expect([...account.things]).toEqual([
      `docker-builder-${names.builder}-of-somebody-else`,
      `/aws/codebuild/docker-builder-${names.builder}-of-somebody-else`,
      'docker-builder/shop/image',
    ]);
    expect(account.objects).toEqual([`${names.run}-not-mine/b.zip`, 'shop/c.zip']);
    expect(ran).toEqual([['unregister', '--region', 'eu-west-1', '--type-name', names.typeName, '--yes']]);
  });

  it.each([
    ['a creation', ['CREATE_IN_PROGRESS'], 0],
    ['an update', ['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'], 1],
    ['a rollback', ['ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE'], 0],
    ['an update that cleans up', ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE'], 0],
    ['a review', ['REVIEW_IN_PROGRESS'], 0],
  ] as [string, StackStatus[], number][])('deletes a stack during %s', async (_, statuses, cancelled) => {
    account.stacks.set(names.stack, statuses);
    expect(await cleanUp(world(), never, 0)).toEqual([]);
    expect(cloudformation.commandCalls(CancelUpdateStackCommand)).toHaveLength(cancelled);
    expect(cloudformation.commandCalls(DeleteStackCommand)).toHaveLength(1);
  });

  it('lists what it could not remove, and removes the rest', async () => {
    account.stacks.set(names.stack, ['CREATE_COMPLETE', 'DELETE_FAILED']);
    cloudformation.on(DeleteStackCommand).resolves({});
    account.objects = [`${names.run}/a.zip`];
    const left = await cleanUp(world(), never, 0);
    expect(left).toEqual([
      `the stack ${names.stack}: could not be deleted`,
      `the stack ${names.stack} (DELETE_FAILED)`,
    ]);
    expect(account.objects).toEqual([]);
  });

  it('gives up when it is interrupted, and lists everything that is left', async () => {
    const interrupted = new AbortController();
    account.stacks.set(names.stack, ['UPDATE_IN_PROGRESS']);
    account.objects = [`${names.run}/a.zip`];
    account.type = true;
    cloudformation.on(CancelUpdateStackCommand).callsFake(() => interrupted.abort());
    expect(await cleanUp(world(), interrupted.signal, 10)).toEqual([
      `the stack ${names.stack} (UPDATE_IN_PROGRESS)`,
      `s3://my-bucket/${names.run}/a.zip`,
      `the type ${names.typeName}`,
    ]);
    expect(ran).toEqual([]);
  });

  it('removes a bucket that did not exist before the run, or says that it stays', async () => {
    account.buckets = ['docker-builder-1-eu-west-1', 'docker-builder-gone'];
    const run = world();
    account.buckets = ['docker-builder-1-eu-west-1'];
    expect(await cleanUp(run, never, 0)).toEqual([]);
    expect(account.buckets).toEqual([]);

    run.ownBuckets.delete('docker-builder-gone');
    account.buckets = ['docker-builder-1-eu-west-1'];
    s3.on(DeleteBucketCommand).rejects(missing('BucketNotEmpty'));
    expect(await cleanUp(run, never, 0)).toEqual([
      'the bucket docker-builder-1-eu-west-1: BucketNotEmpty: no such thing',
      'the bucket docker-builder-1-eu-west-1',
    ]);
  });

  it('says what it could not read', async () => {
    cloudformation.on(DescribeTypeCommand).rejects(new Error('Access denied'));
    expect(await cleanUp(world(), never, 0)).toEqual([`perhaps the type ${names.typeName}: Access denied`]);
  });
});
