import type { Command } from 'commander';
import { currentPort, DEFAULT_PORT, endpointOf, engineEnvironment } from '../../local/engine/endpoint';
import { stopEngine } from '../../local/engine/find';
import { logFile } from '../../local/engine/state-file';
import { badInput, notReady } from '../exit-code';
import { examples, invocation } from '../invocation';
import { findLocalEngine, startLocalEngine } from '../local/engine';
import { quote, region } from '../options/check';
import { interruptible } from './interruption';

interface PortOption {
  port?: number;
}

interface UpOptions extends PortOption {
  type?: string[];
  detach?: boolean;
  iam?: boolean;
}

const print = (message: string): boolean => process.stderr.write(`${message}\n`);

function parsePort(text: string): number {
  const port = Number(text);
  if (text.trim() === '' || !Number.isInteger(port) || port < 1 || port > 65_535)
    throw badInput(`--port ${quote(text)} must be a number from 1 to 65535`);
  return port;
}

const withPort = (command: Command): Command =>
  command.option(
    '--port <port>',
    `its port on the loopback interface (default: the one in AWS_ENDPOINT_URL, or ${DEFAULT_PORT})`,
    parsePort,
  );

export function localCommand(program: Command): void {
  const local = program
    .command('local')
    .description('an AWS endpoint on this machine: builds run, no account is needed');
  withPort(local.command('up'))
    .description('start it with the builder registered')
    .option('--type <zip...>', 'further resource types to register: schema handler packages')
    .option('--iam', 'enforce IAM: handlers, builds and pulls have the rights that they would have on AWS')
    .option('--detach', 'return as soon as it answers, and leave it running')
    .addHelpText('after', examples('local up --detach', 'local up --port 4570 --type my-type.zip'))
    .action(up);
  withPort(local.command('down'))
    .description('stop it and everything it started')
    .addHelpText('after', examples('local down'))
    .action(down);
  withPort(local.command('status'))
    .description('show whether it is running (exit code 3 if not)')
    .addHelpText('after', examples('local status'))
    .action(status);
  withPort(local.command('env'))
    .description('print the environment in which other tools (aws, cdk, SDKs) use it')
    .option('--region <region>', 'the Region (default: us-east-1)', region)
    .addHelpText('after', `\nExample:\n  eval "$(${invocation()} local env)"`)
    .action(printEnvironment);
}

async function up({ port, type, iam, detach = false }: UpOptions): Promise<void> {
  const engine = await interruptible((signal) =>
    startLocalEngine({ port, types: type, iam, detached: detach, signal }, print),
  );
  if (detach) {
    print(
      `stop it with: ${invocation()} local down${engine.port === DEFAULT_PORT ? '' : ` --port ${engine.port}`}`,
    );
    return;
  }
  print('Ctrl-C stops it');
  await new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => done());
  });
  await engine.stop();
}

async function down({ port = currentPort() }: PortOption): Promise<void> {
  print((await stopEngine(port)) ? 'stopped the local engine' : `no local engine is running on port ${port}`);
}

async function status({ port = currentPort() }: PortOption): Promise<void> {
  const engine = await findLocalEngine(port);
  if (engine === undefined) throw notReady(`no local engine is running on port ${port}`);
  process.stdout.write(`running on ${engine.endpoint}, log ${logFile(port)}\n`);
}

function printEnvironment({ port = currentPort(), region }: PortOption & { region?: string }): void {
  const variables = engineEnvironment(endpointOf(port), region);
  for (const [name, value] of Object.entries(variables)) process.stdout.write(`export ${name}=${value}\n`);
}
