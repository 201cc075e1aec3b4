// The life of a builder as one list of steps, for the local endpoint and for AWS alike. Each step does something as a
// user does it, then reads the services to see whether it is true.
import { join } from 'node:path';
import type { Account } from './account';
import type { CommandResult, DockerBuilder } from './command';
import { buildersOf, type Names } from './names';

export interface World {
  names: Names;
  region: string;
  partition: string;
  /** The bucket of the package and of the build contexts; the run's objects are below its names. */
  bucket: string;
  /** Buckets that did not exist before the run. */
  ownBuckets: Set<string>;
  /** The folder of the template that is deployed. */
  folder: string;
  account: Account;
  run: DockerBuilder;
}

export interface Step {
  name: string;
  /** What has to come true. */
  expects: string;
  /** Builds that it causes, for the estimate of the price. */
  builds: number;
  /** Returns what it found. @throws Error that says what is not true */
  act(world: World): Promise<string>;
}

/** What the first deployment gave, to which later steps return. */
interface Remembered {
  image?: string;
}

/**
 * The first object shows that the bucket can be written to. It also keeps `unregister` from taking the type for the last
 * one that needs the account's build contexts.
 */
const README = 'The objects below this prefix belong to one run of "npm run e2e" and can be deleted.\n';

const FAULT = 'this-file-does-not-exist';

export function scenario(): Step[] {
  const first: Remembered = {};
  return [
    {
      name: 'register',
      expects: 'the type is registered, with its roles',
      builds: 0,
      async act(world) {
        const { names, bucket, partition, account } = world;
        const contexts = await account.contextsBucket(world.region);
        if (!(await account.hasBucket(contexts))) world.ownBuckets.add(contexts);
        await account.s3.putObject({ Bucket: bucket, Key: `${names.run}/README`, Body: README });
        // The type's roles read no other bucket than the default ones unless they are told to.
        const sources = `SourceBuckets=arn:${partition}:s3:::${bucket}`;
        const register = ['register', ...place(world), '--s3-bucket', bucket];
        succeed(await world.run(...register, '--parameter-overrides', sources));
        check(await account.isRegistered(names.typeName), `${names.typeName} is not registered`);
        return names.typeName;
      },
    },
    {
      name: 'deploy',
      expects: 'one build; the image contains the ARN of a topic that the same stack creates',
      builds: 1,
      async act(world) {
        const { outputs } = succeed(await deploy(world));
        await expectImage(world, outputs, { topic: outputs.Topic, value: 'one' });
        first.image = outputs.ImageUri;
        return expectBuilds(world, 1, outputs.ImageUri);
      },
    },
    {
      name: 'same',
      expects: 'the same inputs and another stack tag: the same image, nothing is built',
      builds: 0,
      async act(world) {
        const { outputs } = succeed(await deploy(world, { more: ['--tags', 'step=same'] }));
        same(outputs.ImageUri, first.image);
        return expectBuilds(world, 1, outputs.ImageUri);
      },
    },
    {
      name: 'change',
      expects: 'another value: a second build, another image',
      builds: 1,
      async act(world) {
        const { outputs } = succeed(await deploy(world, { value: 'two' }));
        await expectImage(world, outputs, { topic: outputs.Topic, value: 'two' });
        check(outputs.ImageUri !== first.image, 'the image is still the first one');
        return expectBuilds(world, 2, outputs.ImageUri);
      },
    },
    {
      name: 'revert',
      expects: 'the first value again: the first image, nothing is built',
      builds: 0,
      async act(world) {
        const { outputs } = succeed(await deploy(world, { value: 'one' }));
        same(outputs.ImageUri, first.image);
        return expectBuilds(world, 2, outputs.ImageUri);
      },
    },
    {
      name: 'failing build',
      expects: 'a new stack whose build fails: the message names the cause, the rollback leaves nothing',
      builds: 1,
      async act(world) {
        const { failingStack, failingBuilder } = world.names;
        const failed = await deploy(world, { fails: true, stack: failingStack, builder: failingBuilder });
        const message = failing(failed);
        succeed(await world.run('delete', '--stack-name', failingStack, ...place(world)));
        nothing(await world.account.leftovers([failingBuilder]));
        return message;
      },
    },
    {
      name: 'failing update',
      expects: 'a failing build in an update: rolled back to the first image without a build',
      builds: 1,
      async act(world) {
        const { account, names } = world;
        const message = failing(await deploy(world, { fails: true }));
        const { Stacks: [stack] = [] } = await account.cloudformation.describeStacks({
          StackName: names.stack,
        });
        same(stack?.StackStatus, 'UPDATE_ROLLBACK_COMPLETE');
        same(stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'ImageUri')?.OutputValue, first.image);
        await expectBuilds(world, 3);
        return message;
      },
    },
    {
      name: 'delete',
      expects: 'no project, repository, image or log group is left',
      builds: 0,
      async act(world) {
        succeed(await world.run('delete', '--stack-name', world.names.stack, ...place(world)));
        nothing(await world.account.leftovers(buildersOf(world.names)));
        return 'nothing is left';
      },
    },
    {
      name: 'unregister',
      expects: 'the type and its roles are gone',
      builds: 0,
      async act(world) {
        const { typeName } = world.names;
        succeed(await world.run('unregister', ...place(world), '--yes'));
        check(!(await world.account.isRegistered(typeName)), `${typeName} is still registered`);
        return `${typeName} is gone`;
      },
    },
  ];
}

const place = ({ region, names }: World): string[] => ['--region', region, '--type-name', names.typeName];

interface Deployment {
  stack?: string;
  builder?: string;
  value?: string;
  /** Uses a Dockerfile that copies a file that is not there. */
  fails?: boolean;
  more?: string[];
}

function deploy(world: World, deployment: Deployment = {}): Promise<CommandResult> {
  const { names, folder, bucket } = world;
  const { stack = names.stack, builder = names.builder, value = 'one', fails, more = [] } = deployment;
  return world.run(
    'deploy',
    '--template-file',
    join(folder, 'template.yaml'),
    '--stack-name',
    stack,
    ...place(world),
    '--s3-bucket',
    bucket,
    '--s3-prefix',
    names.run,
    '--parameter-overrides',
    `BuilderName=${builder}`,
    `Value=${value}`,
    `Dockerfile=${fails ? 'broken.Dockerfile' : 'Dockerfile'}`,
    ...more,
  );
}

function check(condition: boolean, problem: string): asserts condition {
  if (!condition) throw new Error(problem);
}

function same(actual: string | undefined, expected: string | undefined): void {
  check(actual === expected && expected !== undefined, `${actual} instead of ${expected}`);
}

function nothing(left: string[]): void {
  check(left.length === 0, `left behind: ${left.join(', ')}`);
}

function succeed(result: CommandResult): CommandResult {
  check(result.exitCode === 0, `docker-builder ended with ${result.exitCode}: ${result.messages}`);
  return result;
}

/** Its exit code is 1, and its message names the line of the Dockerfile's fault. */
function failing({ exitCode, messages }: CommandResult): string {
  check(exitCode === 1, `docker-builder ended with ${exitCode} instead of 1: ${messages}`);
  const line = messages.split('\n').find((one) => one.includes('failed in its BUILD phase'));
  check(line?.includes(FAULT) === true, `the message does not name ${FAULT}: ${messages}`);
  return shortened(line);
}

const shortened = (line: string): string => (line.length <= 240 ? line : `${line.slice(0, 237)}...`);

async function expectImage(
  { account }: World,
  { ImageUri = '' }: Record<string, string>,
  expected: Record<string, string | undefined>,
): Promise<void> {
  check(/@sha256:[0-9a-f]{64}$/.test(ImageUri), `"${ImageUri}" is not an image with its digest`);
  const labels = await account.labels(ImageUri);
  for (const [name, value] of Object.entries(expected)) same(labels[name], value);
}

async function expectBuilds({ account, names }: World, count: number, image?: string): Promise<string> {
  const builds = await account.builds(names.builder);
  check(builds === count, `${builds} builds instead of ${count}`);
  return `${builds} ${builds === 1 ? 'build' : 'builds'}${image === undefined ? '' : `, ${image}`}`;
}
