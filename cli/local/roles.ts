import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { CreateStackCommand, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { packageRoot } from '../../local/engine/package-root';
import type { Connection } from '../aws/connection';
import { notReady } from '../exit-code';

const STACK = 'docker-builder-roles';
const TRIES = 200;
const PAUSE = 100;

/**
 * Creates the type's roles by the template that a registration on AWS uses, unless their stack exists.
 * @returns the ARN of the execution role
 */
export async function requireRoles(connection: Connection, log: (message: string) => void): Promise<string> {
  const existing = await describe(connection);
  if (existing?.StackStatus === 'CREATE_COMPLETE') return executionRole(existing);
  if (existing === undefined) await create(connection);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const stack: Partial<Stack> = (await describe(connection)) ?? {};
    const { StackStatus, StackStatusReason = '' } = stack;
    if (StackStatus === 'CREATE_COMPLETE') {
      log(`created the roles of the type (stack ${STACK})`);
      return executionRole(stack);
    }
    if (StackStatus !== 'CREATE_IN_PROGRESS')
      throw notReady(`the stack ${STACK} is ${StackStatus}: ${StackStatusReason}`);
    await setTimeout(PAUSE);
  }
  throw notReady(`the stack ${STACK} does not settle`);
}

const executionRole = ({ Outputs = [] }: Pick<Stack, 'Outputs'>): string =>
  Outputs.find(({ OutputKey }) => OutputKey === 'ExecutionRoleArn')?.OutputValue ?? '';

const describe = ({ cloudformation }: Connection): Promise<Stack | undefined> =>
  cloudformation.send(new DescribeStacksCommand({ StackName: STACK })).then(
    ({ Stacks }) => Stacks?.[0],
    () => undefined,
  );

async function create({ cloudformation }: Connection): Promise<void> {
  const TemplateBody = await readFile(resolve(packageRoot, 'registration/registration.yaml'), 'utf8');
  const Capabilities = ['CAPABILITY_NAMED_IAM' as const];
  const command = new CreateStackCommand({ StackName: STACK, TemplateBody, Capabilities });
  await cloudformation.send(command).catch((error: Error) => {
    // Another deployment to the same Region came first.
    if (error.name !== 'AlreadyExistsException') throw error;
  });
}
