import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT, DEFAULT_REGION, engineEnvironment } from '../../local/engine/endpoint';
import { type InputSet, writeProject } from './input-sets';

/** One run of `cfn test`. */
export interface ContractRun {
  sets: InputSet[];
  /** Which of the suite's tests, as pytest's -k takes it; undefined: all. */
  tests?: string;
  /** The type configuration; undefined: the account has none. */
  typeConfiguration?: object;
}

/** What the runs have in common. */
export interface Surroundings {
  /** The clone. */
  root: string;
  /** The AWS endpoint. */
  endpoint: string;
  /** The ARN of the role that the handlers work as. */
  executionRole: string;
  /** The ARN of the role that delivers their log. */
  logRole: string;
  logGroup: string;
}

export interface ContractResult {
  code: number;
  reports: string[];
  output: string;
}

/**
 * Runs the official tool in a project folder that contains the given sets alone.
 * @param port where the handlers are invoked, as Lambda's API does it
 * @param folder a new one
 */
export async function cfnTest(
  { sets, tests, typeConfiguration }: ContractRun,
  { root, endpoint, executionRole, logRole, logGroup }: Surroundings,
  port: number,
  folder: string,
): Promise<ContractResult> {
  mkdirSync(folder);
  writeProject(root, folder, sets);
  const configuration = join(folder, 'typeConfiguration.json');
  if (typeConfiguration !== undefined) writeFileSync(configuration, JSON.stringify(typeConfiguration));
  const selected = [tests, ...(sets.every(({ tagged }) => tagged) ? [] : ['not tag'])].filter(Boolean);
  const options = {
    endpoint: `http://127.0.0.1:${port}`,
    'function-name': 'TypeFunction',
    'enforce-timeout': '30',
    region: DEFAULT_REGION,
    'role-arn': executionRole,
    'log-role-arn': logRole,
    'log-group-name': logGroup,
    'source-account': ACCOUNT,
    'source-arn': `arn:aws:cloudformation:${DEFAULT_REGION}:${ACCOUNT}:type/resource/TokenInjectable-Docker-Builder/00000001`,
    typeconfig: configuration,
  };
  const pytest = ['-rs', '-q', '-p', 'no:cacheprovider', `--junitxml=${join(folder, 'report.xml')}`];
  const { code, output } = await collect(
    join(root, '.venv/bin/python'),
    [
      join(root, 'tools/contract/launch.py'),
      'test',
      ...Object.entries(options).map(([name, value]) => `--${name}=${value}`),
      '--',
      ...pytest,
      ...(selected.length > 0 ? ['-k', selected.join(' and ')] : []),
    ],
    folder,
    { ...process.env, ...engineEnvironment(endpoint) },
  );
  const reports = readdirSync(folder).filter((name) => name.startsWith('report.xml.'));
  const log = existsSync(join(folder, 'rpdk.log')) ? readFileSync(join(folder, 'rpdk.log'), 'utf8') : '';
  return {
    code,
    output: code === 0 ? output : `${output}\n${log}`,
    reports: reports.map((name) => readFileSync(join(folder, name), 'utf8')),
  };
}

/** Runs a command and collects what it prints, so that runs side by side do not mix their lines. */
function collect(
  file: string,
  args: string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; output: string }> {
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
    });
  return new Promise((done) =>
    child.on('close', (code) => done({ code: code ?? 1, output: Buffer.concat(chunks).toString() })),
  );
}
