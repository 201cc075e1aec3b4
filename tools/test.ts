// `npm test`: all checks of the project in sequence, each announced, counted and timed. `--full` runs the longer sweeps
// instead.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';

const root = resolve(__dirname, '..');
const results = join(root, 'build/test-results');

interface Count {
  passed: number;
  failed: number;
}

interface Stage {
  name: string;
  says: string;
  command: string[];
  /** How many checks the stage ran; without it, the stage counts as one check. */
  count?: () => Count;
}

const bin = (name: string): string => join(root, 'node_modules/.bin', name);

function jest(project: string, says: string, ...more: string[]): Stage {
  const report = join(results, `${project}.json`);
  return {
    name: project,
    says,
    command: [bin('jest'), '--selectProjects', project, '--json', `--outputFile=${report}`, ...more],
    count: () => {
      const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
        readFileSync(report, 'utf8'),
      );
      return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
    },
  };
}

function contract(says: string, ...more: string[]): Stage {
  return {
    name: 'contract',
    says: `CloudFormation's contract tests (cfn test): ${says}`,
    command: [bin('tsx'), 'tools/contract.ts', ...more],
    count: () => {
      const { passed, failed } = JSON.parse(readFileSync(join(results, 'contract.json'), 'utf8'));
      return { passed, failed };
    },
  };
}

const quick: Stage[] = [
  { name: 'lint', says: 'Biome: format and rules', command: [bin('biome'), 'ci', '.'] },
  {
    name: 'ruff',
    says: 'MiniStack plug-in: rules',
    command: [join(root, '.venv/bin/ruff'), 'check', 'local/ministack_plugin'],
  },
  {
    name: 'ruff format',
    says: "MiniStack's plug-in: format",
    command: [join(root, '.venv/bin/ruff'), 'format', '--check', 'local/ministack_plugin'],
  },
  {
    name: 'mypy',
    says: "MiniStack's plug-in: types, strict",
    command: [
      join(root, '.venv/bin/mypy'),
      '--config-file=local/ministack_plugin/pyproject.toml',
      'local/ministack_plugin',
    ],
  },
  { name: 'types', says: 'TypeScript, strict', command: [bin('tsc'), '--noEmit'] },
  {
    name: 'imports',
    says: 'dependency-cruiser: no cycle, and the direction of the architecture',
    command: [bin('tsx'), 'tools/imports.ts'],
  },
  {
    name: 'unused',
    says: 'knip: files, dependencies and exports that nothing uses',
    command: [bin('knip')],
  },
  {
    name: 'generated',
    says: 'generated files are up to date',
    command: [bin('tsx'), 'tools/generate.ts', '--check'],
  },
  { name: 'schema', says: 'cfn validate', command: [join(root, '.venv/bin/cfn'), 'validate'] },
  { name: 'build', says: 'bundles in dist/', command: [bin('tsx'), 'tools/build.ts'] },
  { name: 'package', says: 'the schema handler package', command: [bin('tsx'), 'tools/package.ts'] },
  jest('unit', 'unit tests and their coverage', '--coverage', '--maxWorkers=2'),
  jest('integration', 'tests on a real Docker engine, MiniStack and the official tools', '--runInBand'),
  contract('a selection for each input set'),
];

const full: Stage[] = [
  { name: 'build', says: 'bundles in dist/', command: [bin('tsx'), 'tools/build.ts'] },
  { name: 'package', says: 'the schema handler package', command: [bin('tsx'), 'tools/package.ts'] },
  jest('sweep', 'the longer sweeps', '--runInBand'),
  contract('all of them for each input set, with and without a type configuration', '--full'),
];

function run(stage: Stage, number: string): Count {
  console.log(`\n[${number}] ${stage.name}: ${stage.says}`);
  const from = performance.now();
  const [command, ...args] = stage.command as [string, ...string[]];
  const env = { ...process.env, AWS_DEFAULT_REGION: 'us-east-1' };
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit', env });
  const counted = status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const count = stage.count === undefined ? counted : counting(stage.count, counted);
  // A stage with a bad exit code has failed, even if its report shows no failure.
  if (status !== 0 && count.failed === 0) count.failed = 1;
  const verdict = count.failed === 0 ? 'ok' : 'FAILED';
  console.log(`[${number}] ${stage.name}: ${verdict}, ${((performance.now() - from) / 1000).toFixed(1)} s`);
  return count;
}

/** A stage that died before it wrote its report counts as one check. */
function counting(read: () => Count, otherwise: Count): Count {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

function main(args: string[]): void {
  if (args.includes('--help')) {
    console.log(
      'usage: npm test | npm run test:full\n\nRuns every check and ends with "N passed, N failed"; exit code 1 if one failed.',
    );
    return;
  }
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const stages = args.includes('--full') ? full : quick;
  const failed: string[] = [];
  const total = { passed: 0, failed: 0 };
  for (const [index, stage] of stages.entries()) {
    const count = run(stage, `${index + 1}/${stages.length}`);
    total.passed += count.passed;
    total.failed += count.failed;
    if (count.failed > 0) failed.push(stage.name);
  }
  if (existsSync(join(root, 'rpdk.log'))) rmSync(join(root, 'rpdk.log'));
  writeFileSync(
    join(root, `build/${args.includes('--full') ? 'full' : 'test'}-count.json`),
    JSON.stringify(total),
  );
  if (failed.length > 0) console.log(`\nfailed: ${failed.join(', ')}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

main(process.argv.slice(2));
