import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  CreateStackCommand,
  DescribeStacksCommand,
  DescribeTypeCommand,
  DescribeTypeRegistrationCommand,
  RegisterTypeCommand,
} from '@aws-sdk/client-cloudformation';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type Engine, engineEnvironment, findEngine, startEngine } from '../../local/engine/engine';
import { packageRoot } from '../../local/engine/package-root';
import { defaultBucket, requireBucket } from '../artifacts/artifact-bucket';
import { Connection } from '../aws/connection';
import { notReady } from '../exit-code';
import { TYPE_NAME } from '../type-name';

type Tell = (message: string) => void;

const ROLES_STACK = 'docker-builder-roles';

/** A connection to an engine, with its own keys whatever the user's are. */
export function localConnection(endpoint: string): Connection {
  const env = engineEnvironment(endpoint);
  return new Connection({
    endpoint,
    region: env.AWS_REGION as string,
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID as string,
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY as string,
    },
  });
}

/** The engine of this machine: the one that AWS_ENDPOINT_URL names, or the one on the default port. */
export function findLocalEngine(): Promise<Engine | undefined> {
  const named = /^http:\/\/127\.0\.0\.1:(\d+)\/?$/.exec(process.env.AWS_ENDPOINT_URL ?? '')?.[1];
  return findEngine(named === undefined ? undefined : Number(named));
}

export interface UpOptions {
  port?: number;
  types?: string[];
  detached: boolean;
}

/** Starts an engine and prepares it as a registration on AWS would: roles, bucket, our own type. */
export async function localUp({ port, types = [], detached }: UpOptions, tell: Tell): Promise<Engine> {
  tell('starting the local engine (MiniStack and a CodeBuild that builds)');
  const engine = await startEngine({
    ...(port === undefined ? {} : { port }),
    types,
    detached,
    log: tell,
  }).catch((error: Error) => {
    throw notReady(error.message);
  });
  try {
    await prepare(localConnection(engine.endpoint), tell);
  } catch (error) {
    await engine.stop();
    throw error;
  }
  return engine;
}

/** All through AWS APIs, as on AWS; looks before it acts. */
export async function prepare(connection: Connection, tell: Tell): Promise<void> {
  await requireBucket(connection, await defaultBucket(connection), { create: true });
  await requireRoles(connection, tell);
  await requireType(connection, tell);
}

async function requireRoles(connection: Connection, tell: Tell): Promise<void> {
  const { cloudformation } = connection;
  const there = await cloudformation.send(new DescribeStacksCommand({ StackName: ROLES_STACK })).then(
    () => true,
    () => false,
  );
  if (there) return;
  const TemplateBody = await readFile(resolve(packageRoot, 'registration/roles.yaml'), 'utf8');
  await cloudformation.send(
    new CreateStackCommand({ StackName: ROLES_STACK, TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'] }),
  );
  for (let tries = 0; tries < 200; tries += 1) {
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({ StackName: ROLES_STACK }));
    const status = Stacks?.[0]?.StackStatus;
    if (status === 'CREATE_COMPLETE') return tell(`made the roles of the type (stack ${ROLES_STACK})`);
    if (status !== 'CREATE_IN_PROGRESS')
      throw notReady(`the stack ${ROLES_STACK} is ${status}: ${Stacks?.[0]?.StackStatusReason ?? ''}`);
    await new Promise((done) => setTimeout(done, 100));
  }
  throw notReady(`the stack ${ROLES_STACK} does not settle`);
}

/** Our own package: `prepare` builds it, in a clone as for npm. */
const ownPackage = resolve(packageRoot, 'build/token-injectable-docker-builder.zip');

async function requireType(connection: Connection, tell: Tell): Promise<void> {
  const { cloudformation, s3 } = connection;
  const known = await cloudformation
    .send(new DescribeTypeCommand({ Type: 'RESOURCE', TypeName: TYPE_NAME }))
    .then(
      () => true,
      () => false,
    );
  if (known) return;
  if (!existsSync(ownPackage)) throw notReady(`${ownPackage} is missing: run npm run package`);
  const Body = await readFile(ownPackage);
  const Bucket = (await defaultBucket(connection)).name;
  const Key = `types/${createHash('sha256').update(Body).digest('hex')}.zip`;
  await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  const { RegistrationToken } = await cloudformation.send(
    new RegisterTypeCommand({
      Type: 'RESOURCE',
      TypeName: TYPE_NAME,
      SchemaHandlerPackage: `s3://${Bucket}/${Key}`,
    }),
  );
  const done = await cloudformation.send(new DescribeTypeRegistrationCommand({ RegistrationToken }));
  if (done.ProgressStatus !== 'COMPLETE')
    throw notReady(`the type could not be registered: ${done.Description}`);
  tell(`registered ${TYPE_NAME}`);
}
