// Runs the official contract tests (`cfn test`) on our package: against a local engine that enforces IAM, each handler in
// its own process and as the execution role, with the unmodified tool except for the address of its STS.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { localConnection } from '../cli/local/connection';
import { prepare } from '../cli/local/prepare';
import { TYPE_PACKAGE } from '../cli/registration/type-package';
import { engineEnvironment } from '../local/engine/endpoint';
import { freePort } from '../local/engine/ports';
import { startEngine } from '../local/engine/start';
import { requireTools } from '../local/prerequisites/tools';
import { type HandlerHost, handlerScript, startHandlerHost } from '../local/registry/handler-host';
import { LOG_DELIVERY, roleCopies } from '../test/support/role-copy';
import { type ContractRun, cfnTest, type Surroundings } from './contract/cfn-test';
import { createFixtures } from './contract/fixtures';
import { inputSets } from './contract/input-sets';
import { planRuns } from './contract/plan';
import { add, type Count, countReports, skips } from './contract/report';

const root = resolve(__dirname, '..');
/** More than there are cores: most of a run is waiting. */
const WORKERS = 3;

const help = `usage: npm run contract [-- --full | --set NAME]

Runs CloudFormation's contract tests (cfn test) on dist/token-injectable-docker-builder.zip, against a local engine with
IAM enforced, as the execution role and with log delivery, for every input set in inputs/ and test/contract/inputs/.

  --full       all tests of every set, with and without a type configuration; otherwise all tests of the first set with
               one, and those that create, read, list and update of the others without
  --set NAME   the same as --full for one set: inputs_1, minimal, ...

Ends with "contract: P passed, F failed, S skipped" and the reason for each skip.`;

async function main(args: string[]): Promise<void> {
  const { full, set, ...values } = parseArgs({
    args,
    options: {
      help: { type: 'boolean' },
      full: { type: 'boolean', default: false },
      set: { type: 'string' },
    },
  }).values;
  if (values.help) return console.log(help);
  const names = inputSets(root).map(({ name }) => name);
  if (set !== undefined && !names.includes(set)) throw new Error(`--set must be one of ${names.join(', ')}`);
  const engine = await startEngine({ port: await freePort(), iam: true, log: console.log });
  const scratch = mkdtempSync(join(tmpdir(), 'contract-'));
  try {
    const surroundings = await prepareEngine(engine.endpoint);
    const sets = inputSets(root, await createFixtures(engine.endpoint)).filter(
      ({ name }) => set === undefined || name === set,
    );
    const count = await runAll(
      planRuns(sets, full || set !== undefined),
      // Two runs of a set at once would create the same builders.
      Math.min(WORKERS, sets.length),
      surroundings,
      scratch,
    );
    report(count);
  } finally {
    await engine.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function prepareEngine(endpoint: string): Promise<Surroundings> {
  await prepare(localConnection(endpoint), console.log);
  const copies = roleCopies(endpoint);
  return {
    root,
    endpoint,
    // The role itself is for CloudFormation alone; the tool may assume a copy with the same rights.
    executionRole: await copies.copy('execution'),
    logRole: await copies.withRights({ Action: LOG_DELIVERY, Resource: '*' }),
    logGroup: 'contract-tests',
  };
}

/** Runs side by side, each worker with its own handler process. */
async function runAll(
  runs: ContractRun[],
  workers: number,
  surroundings: Surroundings,
  scratch: string,
): Promise<Count> {
  const { node } = await requireTools(root, scratch, console.log);
  const env = { ...engineEnvironment(surroundings.endpoint), AWS_EC2_METADATA_DISABLED: 'true' };
  const waiting = runs.entries();
  const work = async (): Promise<Count> => {
    const options = { package: TYPE_PACKAGE, node, script: handlerScript(root), env, log: () => {} };
    const host = await startHandlerHost(options);
    try {
      let count: Count = { passed: 0, failed: 0, skipped: 0 };
      for (const [index, run] of waiting)
        count = add(count, await runOne(run, surroundings, host, join(scratch, `run-${index}`)));
      return count;
    } finally {
      await host.stop();
    }
  };
  return (await Promise.all(Array.from({ length: workers }, work))).reduce(add);
}

async function runOne(
  run: ContractRun,
  surroundings: Surroundings,
  host: HandlerHost,
  folder: string,
): Promise<Count> {
  const from = performance.now();
  const { reports, code, output } = await cfnTest(run, surroundings, host.port, folder);
  const count = countReports(reports, run.sets.length, code);
  if (count.failed > 0) console.log(output);
  const names = run.sets.map(({ name }) => name).join(', ');
  const configured = run.typeConfiguration === undefined ? 'without' : 'with';
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  console.log(
    `${names} (${configured} type configuration): ${count.passed} passed, ${count.failed} failed, ${seconds} s`,
  );
  for (const skip of reports.flatMap(skips)) console.log(`  skipped ${skip}`);
  return count;
}

function report(count: Count): void {
  console.log(`contract: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
  mkdirSync(join(root, 'build/test-results'), { recursive: true });
  writeFileSync(join(root, 'build/test-results/contract.json'), JSON.stringify(count));
  process.exitCode = count.failed === 0 ? 0 : 1;
}

main(process.argv.slice(2)).catch((error) => {
  console.error(`contract: ${error.message}`);
  process.exitCode = 1;
});
