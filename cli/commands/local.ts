import type { Command } from 'commander';
import { DEFAULT_PORT, engineEnvironment, findEngine, logFile, stopEngine } from '../../local/engine/engine';
import { CommandFailure, ExitCode, notReady } from '../exit-code';
import { localUp } from '../local/local-engine';

const say = (message: string): boolean => process.stderr.write(`${message}\n`);

const portOf = (text: string): number => {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new CommandFailure(ExitCode.badInput, `--port "${text}" must be 1 to 65535`);
  return port;
};

export function localCommand(program: Command): void {
  const local = program
    .command('local')
    .description('an AWS endpoint on this machine, with real builds and no account');
  local
    .command('up')
    .description('start it, with the builder registered')
    .option('--port <port>', 'where it answers, on the loopback interface', String(DEFAULT_PORT))
    .option('--type <zip...>', 'further resource types: schema handler packages, as RegisterType takes them')
    .option('--detach', 'return when it answers, and leave it running')
    .addHelpText(
      'after',
      '\nExamples:\n  docker-builder local up --detach\n  docker-builder local up --port 4570 --type my-type.zip',
    )
    .action(
      async ({ port, type = [], detach = false }: { port: string; type?: string[]; detach?: boolean }) => {
        const engine = await localUp({ port: portOf(port), types: type, detached: detach }, say);
        if (detach) {
          say('stop it with: docker-builder local down');
          return;
        }
        say('Ctrl-C stops it');
        await new Promise<void>((done) => {
          process.once('SIGINT', () => done());
          process.once('SIGTERM', () => done());
        });
        await engine.stop();
      },
    );
  local
    .command('down')
    .description('stop it, with everything that it started')
    .option('--port <port>', 'where it answers', String(DEFAULT_PORT))
    .addHelpText('after', '\nExample:\n  docker-builder local down')
    .action(async ({ port }: { port: string }) => {
      say((await stopEngine(portOf(port))) ? 'the local engine has stopped' : 'no local engine was running');
    });
  local
    .command('status')
    .description('say whether it runs; exit code 3 when it does not')
    .option('--port <port>', 'where it answers', String(DEFAULT_PORT))
    .addHelpText('after', '\nExample:\n  docker-builder local status')
    .action(async ({ port }: { port: string }) => {
      const engine = await findEngine(portOf(port));
      if (engine === undefined) throw notReady(`no local engine answers on port ${port}`);
      process.stdout.write(`running on ${engine.endpoint}, log ${logFile(engine.port)}\n`);
    });
  local
    .command('env')
    .description('print what a shell needs for other tools (aws, cdk, SDKs) to talk to it')
    .option('--port <port>', 'where it answers', String(DEFAULT_PORT))
    .addHelpText('after', '\nExample:\n  eval "$(docker-builder local env)"')
    .action(({ port }: { port: string }) => {
      const variables = engineEnvironment(`http://127.0.0.1:${portOf(port)}`);
      for (const [name, value] of Object.entries(variables))
        process.stdout.write(`export ${name}=${value}\n`);
    });
}
