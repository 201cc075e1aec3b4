import type { Command } from 'commander';
import type { Connection } from '../aws/connection';
import { notReady } from '../exit-code';
import { examples } from '../invocation';
import { typeName } from '../options/check';
import { findLeftovers, type Leftovers } from '../registration/find-leftovers';
import { findRegistration, type Registration } from '../registration/find-registration';
import { describeRemoval, describeUse, isPresent } from '../registration/plan-removal';
import { removeRegistration } from '../registration/remove-registration';
import { TYPE_NAME } from '../type-name';
import { confirm } from './confirm';
import { connect } from './connect';
import { type CommonOptions, commandLine, followCommand } from './options';
import { inRegion, optionsByRegion, type RegionOptions, withRegionOptions } from './region-options';
import { runCommand, type Session } from './session';

interface Options extends RegionOptions {
  yes?: boolean;
}

/** What there is to remove in one Region. */
interface RegionRemoval {
  options: CommonOptions;
  connection: Connection;
  found: Registration;
  leftovers: Leftovers;
}

export function unregisterCommand(program: Command): void {
  withRegionOptions(program.command('unregister'))
    .description(
      'remove what register created: the type, its roles, its configuration, its packages, build contexts',
    )
    .option('--type-name <name>', 'the name that the type is registered by', typeName, TYPE_NAME)
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      examples('unregister', 'unregister --region eu-west-1 us-east-1 --yes', 'unregister --local'),
    )
    .action((options: Options) => runCommand(options, (session) => unregister(options, session)));
}

async function unregister(options: Options, session: Session): Promise<object> {
  const regions: RegionRemoval[] = [];
  for (const one of optionsByRegion(options)) regions.push(await inRegion(one, () => look(one)));
  const present = regions.filter(({ found, leftovers }) => isPresent(found, leftovers));
  for (const { found } of regions.filter((one) => !present.includes(one)))
    session.step(`${options.typeName} is not registered in ${found.region}; nothing to do`);
  if (present.length === 0) return { regions: regions.map(({ found }) => resultOf(found, false)) };
  for (const { found, leftovers } of present) announce(options.typeName, found, leftovers, session);
  if (!(await confirm('remove all of this?', options, session))) {
    session.step('nothing was changed');
    return { regions: regions.map(({ found }) => resultOf(found, false)) };
  }
  for (const one of present) await inRegion(one.options, () => remove(one, session));
  return { regions: regions.map((one) => resultOf(one.found, present.includes(one))) };
}

async function look(options: CommonOptions): Promise<RegionRemoval> {
  const connection = await connect(options);
  const found = await findRegistration(connection, options.typeName);
  const leftovers = await findLeftovers(connection, found, options.typeName);
  if (found.type !== undefined && !isPresent(found, leftovers))
    throw notReady(
      `${options.typeName} is registered in ${found.region}, but not by docker-builder register: remove it with ` +
        `aws cloudformation deregister-type --type RESOURCE --type-name ${options.typeName} --region ${found.region}`,
    );
  return { options, connection, found, leftovers };
}

function announce(name: string, found: Registration, leftovers: Leftovers, { step, display }: Session): void {
  step(`remove ${name} from ${found.region} (account ${found.account}):`);
  for (const line of describeRemoval(found, leftovers)) step(`  - ${line}`);
  const use = describeUse(leftovers);
  if (use !== undefined) display.show({ type: 'warning', message: use });
}

async function remove(
  { options, connection, found, leftovers }: RegionRemoval,
  session: Session,
): Promise<void> {
  const follow = followCommand(options, found.stackName);
  await removeRegistration(found, leftovers, options.typeName, {
    connection,
    display: session.display,
    signal: session.signal,
    pace: session.pace(connection),
    removal: commandLine(options, 'unregister'),
    leaveRunning: (running) =>
      session.leaveRunning(running ? `the removal continues; follow it with: ${follow}` : undefined),
  });
  session.step(`${options.typeName} is no longer registered in ${found.region}`);
}

const resultOf = ({ region, account, stackName }: Registration, removed: boolean): object => ({
  region,
  account,
  stack: stackName,
  removed,
});
