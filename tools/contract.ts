// Runs the official contract tests (`cfn test`) on our package, with a local engine, the handler in its own process, and
// the unmodified tool except for its account lookup.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { localConnection } from '../cli/local/connection';
import { prepare } from '../cli/local/prepare';
import { TYPE_PACKAGE } from '../cli/registration/type-package';
import { engineEnvironment, ROOT_SESSION } from '../local/engine/endpoint';
import { freePort } from '../local/engine/ports';
import { startEngine } from '../local/engine/start';
import { requireTools } from '../local/prerequisites/tools';
import { handlerScript, startHandlerHost } from '../local/registry/handler-host';

const root = resolve(__dirname, '..');

const help = `usage: npm run contract

Runs CloudFormation's contract tests (cfn test) on dist/token-injectable-docker-builder.zip, against a local engine, with
every input set in inputs/. Ends with "contract: P passed, F failed, S skipped" and the reason for each skip.`;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return console.log(help);
  const engine = await startEngine({ port: await freePort(), log: console.log });
  const scratch = mkdtempSync(join(tmpdir(), 'contract-'));
  try {
    await prepare(localConnection(engine.endpoint), console.log);
    const { node } = await requireTools(root, scratch, console.log);
    const env = { ...engineEnvironment(engine.endpoint), AWS_EC2_METADATA_DISABLED: 'true' };
    const host = await startHandlerHost({ package: TYPE_PACKAGE, node, script: handlerScript(root), env });
    try {
      const code = await cfnTest(host.port, scratch, join(scratch, 'report.xml'));
      // One report for each input set: report.xml.1, report.xml.2, ...
      const reports = readdirSync(scratch).filter((name) => name.startsWith('report.xml.'));
      printSummary(reports.map((name) => readFileSync(join(scratch, name), 'utf8')).join('\n'), code);
    } finally {
      await host.stop();
    }
  } finally {
    await engine.stop();
    rmSync(scratch, { recursive: true, force: true });
    rmSync(join(root, 'rpdk.log'), { force: true });
  }
}

function cfnTest(port: number, scratch: string, report: string): Promise<number> {
  const typeConfiguration = join(scratch, 'typeConfiguration.json');
  writeFileSync(typeConfiguration, '{}');
  const args = [
    '--endpoint',
    `http://127.0.0.1:${port}`,
    '--function-name',
    'TypeFunction',
    '--enforce-timeout',
    '30',
  ];
  const child = spawn(
    join(root, '.venv/bin/python'),
    [
      join(root, 'tools/contract/launch.py'),
      'test',
      ...args,
      '--region',
      'us-east-1',
      '--typeconfig',
      typeConfiguration,
      '--',
      `--junitxml=${report}`,
      '-rs',
      '-q',
      '-p',
      'no:cacheprovider',
    ],
    {
      cwd: root,
      stdio: 'inherit',
      // Without a session token, the tool asks STS for one.
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: ROOT_SESSION.accessKeyId,
        AWS_SECRET_ACCESS_KEY: ROOT_SESSION.secretAccessKey,
        AWS_SESSION_TOKEN: ROOT_SESSION.sessionToken,
        AWS_ENDPOINT_URL: '',
      },
    },
  );
  return new Promise((done) => child.on('close', (code) => done(code ?? 1)));
}

function printSummary(report: string, code: number): void {
  const count = (name: string): number =>
    [...report.matchAll(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`, 'g'))].reduce(
      (sum, [, n]) => sum + Number(n),
      0,
    );
  const failed = count('failures') + count('errors');
  const skipped = count('skipped');
  const passed = count('tests') - failed - skipped;
  const reasons = [...report.matchAll(/name="([^"]+)"[^>]*>\s*<skipped [^>]*message="([^"]*)"/g)];
  console.log(`contract: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  for (const [, name, reason] of reasons) console.log(`  skipped ${name}: ${reason}`);
  mkdirSync(join(root, 'build/test-results'), { recursive: true });
  writeFileSync(join(root, 'build/test-results/contract.json'), JSON.stringify({ passed, failed, skipped }));
  process.exitCode = failed === 0 && code === 0 && passed > 0 ? 0 : 1;
}

main().catch((error) => {
  console.error(`contract: ${error.message}`);
  process.exitCode = 1;
});
