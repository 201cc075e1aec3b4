import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Command } from 'commander';
import type { Connection } from '../aws/connection';
import { coloursFor } from '../display/choose';
import type { Colours } from '../display/colours';
import {
  checkCodeBuild,
  checkContexts,
  checkRoles,
  checkStack,
  checkType,
  type Subject,
} from '../doctor/account';
import { type Finding, finding, ok, type Status } from '../doctor/finding';
import { checkDocker, checkEngine } from '../doctor/machine';
import { CommandFailure, ExitCode } from '../exit-code';
import { examples, invocation } from '../invocation';
import { typeName } from '../options/check';
import { findRegistration, type Registration } from '../registration/find-registration';
import { type HandlerPackage, readPackage } from '../registration/read-package';
import { TYPE_NAME } from '../type-name';
import { connect } from './connect';
import { type CommonOptions, commandLine } from './options';
import { optionsByRegion, type RegionOptions, withRegionOptions } from './region-options';
import { runCommand, type Session } from './session';

/** Findings with the Region that they are about; those about the machine have none. */
type Placed = Finding & { region?: string };

export function doctorCommand(program: Command): void {
  withRegionOptions(program.command('doctor'))
    .description(
      'check what builders need: credentials, Region, the type and its version, roles, bucket, CodeBuild, Docker, the ' +
        'local engine; say what to do about what is missing (exit code 3 if anything is)',
    )
    .option('--type-name <name>', 'the name that the type is registered by', typeName, TYPE_NAME)
    .addHelpText('after', examples('doctor', 'doctor --region eu-west-1 us-east-1', 'doctor --local --json'))
    .action((options: RegionOptions) =>
      runCommand(options, (session) => doctor(options, session), process.stdout),
    );
}

class SomethingMissing extends CommandFailure {
  override readonly members: object;

  constructor(findings: Placed[]) {
    const names = findings.filter(({ status }) => status === 'missing').map(({ check }) => check);
    super(ExitCode.notReady, `missing: ${[...new Set(names)].join(', ')}`);
    this.members = { checks: findings };
  }
}

async function doctor(options: RegionOptions, session: Session): Promise<object> {
  const each = optionsByRegion(options);
  const content = await readPackage(options.typeName);
  const local = options.local ?? false;
  const findings: Placed[] = [];
  const report = (found: readonly Placed[]) => {
    findings.push(...found);
    if (!options.json)
      for (const one of found) session.step(lineOf(one, coloursFor(process.stdout), each.length > 1));
  };
  report([await checkDocker(local), await checkEngine(local, `${invocation()} local up --detach`)]);
  const reachable =
    !local || findings.every(({ check, status }) => check !== 'local engine' || status === 'ok');
  if (reachable) for (const one of each) report(await checkRegion(one, content));
  if (findings.some(({ status }) => status === 'missing')) throw new SomethingMissing(findings);
  return { checks: findings };
}

async function checkRegion(options: CommonOptions, content: HandlerPackage): Promise<Placed[]> {
  const connection = await connect(options);
  const region = await finding('region', async () => ok(await connection.region()));
  if (region.status !== 'ok') return [region];
  const credentials = await checkCredentials(connection);
  const findings = credentials.status === 'ok' ? await checkAccount(connection, options, content) : [];
  return [region, credentials, ...findings].map((one) => ({ ...one, region: region.detail }));
}

async function checkAccount(
  connection: Connection,
  options: CommonOptions,
  content: HandlerPackage,
): Promise<Finding[]> {
  let found: Registration | undefined;
  const failed = await finding('registration', async () => {
    found = await findRegistration(connection, options.typeName);
    return ok(found.stackName);
  });
  if (found === undefined) return [failed];
  const subject: Subject = {
    connection,
    found,
    package: content,
    commands: {
      register: commandLine(options, 'register'),
      update: commandLine(options, 'register', '--update'),
      unregister: commandLine(options, 'unregister'),
    },
  };
  const [registration, roles, rest] = await Promise.all([
    Promise.all([checkStack(subject), checkType(subject)]),
    checkRoles(subject),
    Promise.all([checkContexts(subject), checkCodeBuild(subject)]),
  ]);
  return [...registration, ...roles, ...rest];
}

const checkCredentials = (connection: Connection): Promise<Finding> =>
  finding('credentials', async () => {
    const { Arn, Account } = await connection.sts.send(new GetCallerIdentityCommand({}));
    return ok(`${Arn} (account ${Account})`);
  });

const WIDTH = 'local engine'.length;

const MARKS: Record<Status, (colours: Colours) => string> = {
  ok: ({ good }) => good('ok      '),
  missing: ({ bad }) => bad('missing '),
  optional: ({ dim }) => dim('optional'),
  unknown: ({ dim }) => dim('unknown '),
};

function lineOf({ check, status, detail, fix, region }: Placed, colours: Colours, several: boolean): string {
  const where = several && region !== undefined ? `${region}  ` : '';
  return `${MARKS[status](colours)}  ${where}${check.padEnd(WIDTH + 2)}  ${detail}${fix === undefined ? '' : `: ${fix}`}`;
}
