// `npm run e2e`: the life of a builder, on a local endpoint or in an AWS account.
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { badInput, CommandFailure, ExitCode } from '../cli/exit-code';
import { Account } from './e2e/account';
import { writeApp } from './e2e/app';
import { cleanUp } from './e2e/clean-up';
import { dockerBuilder } from './e2e/command';
import { namesOfRun } from './e2e/names';
import { help, type Options, parseOptions } from './e2e/options';
import { requireAccount, startLocalPlace } from './e2e/place';
import { plan } from './e2e/plan';
import { Interruption, runSteps } from './e2e/run';
import { scenario, type World } from './e2e/scenario';

const root = resolve(__dirname, '..');
const LOCAL_REGION = 'us-east-1';

async function main(words: string[]): Promise<number> {
  const options = parseOptions(words);
  if (options.help) {
    console.log(help);
    return ExitCode.ok;
  }
  return options.aws ? runOnAws(options) : runLocally();
}

async function runOnAws({ bucket, region, yes }: Extract<Options, { aws: true }>): Promise<number> {
  const names = namesOfRun();
  const account = new Account({ region });
  const { id, partition } = await requireAccount(account, bucket, region);
  console.log(plan(scenario(), { account: id, region, bucket, run: names.run, typeName: names.typeName }));
  if (!yes && !(await ask())) {
    console.log('nothing was done');
    return ExitCode.badInput;
  }
  bundle();
  return runScenario({ names, region, partition, bucket, account }, process.env);
}

async function runLocally(): Promise<number> {
  bundle();
  const place = await startLocalPlace(LOCAL_REGION, console.log);
  try {
    const { account, bucket } = place;
    const world = { names: namesOfRun(), region: LOCAL_REGION, partition: 'aws', bucket, account };
    return await runScenario(world, { ...process.env, ...place.env });
  } finally {
    await place.stop();
  }
}

async function runScenario(
  place: Omit<World, 'run' | 'folder' | 'ownBuckets'>,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const interruption = new Interruption();
  const interrupt = () => interruption.interrupt();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  const app = writeApp(place.names.typeName);
  const world = { ...place, folder: app.folder, ownBuckets: new Set<string>() };
  try {
    const run = dockerBuilder(env, interruption.steps);
    const ok = await runSteps(scenario(), { ...world, run }, interruption.steps, console.log);
    if (!ok) console.log('cleaning up (Ctrl-C leaves what is left)');
    const cleaning = { ...world, run: dockerBuilder(env, interruption.cleaning) };
    const left = await cleanUp(cleaning, interruption.cleaning);
    for (const one of left) console.log(`left: ${one}`);
    if (left.length === 0) console.log('nothing is left');
    if (interruption.steps.aborted) return ExitCode.interrupted;
    return ok && left.length === 0 ? ExitCode.ok : ExitCode.stackFailed;
  } finally {
    app.remove();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, interrupt);
  }
}

async function ask(): Promise<boolean> {
  if (!process.stdin.isTTY) throw badInput('nobody can be asked here: add --yes');
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await lines.question('Go on? [y/N] ')).trim());
  } finally {
    lines.close();
  }
}

/** The command and the package that the steps use. */
function bundle(): void {
  const tsx = resolve(root, 'node_modules/.bin/tsx');
  for (const tool of ['tools/build.ts', 'tools/package.ts'])
    execFileSync(tsx, [tool], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    console.error(`e2e: ${error.message}`);
    process.exitCode = error instanceof CommandFailure ? error.exitCode : ExitCode.internal;
  },
);
