import { spawnSync } from 'node:child_process';
import { roleForAnyBuild } from '../../support/any-build';
import { defaultNetwork } from '../../support/network';
import { aws, awsText, uniqueName } from '../../support/tools';

interface Build {
  id: string;
  buildStatus: string;
  currentPhase: string;
  phases: { phaseType: string; phaseStatus?: string; contexts?: { statusCode: string; message: string }[] }[];
  exportedEnvironmentVariables?: { name: string; value: string }[];
  logs: { groupName: string; streamName: string };
}

let role: string;
beforeAll(async () => {
  role = await roleForAnyBuild(process.env.AWS_ENDPOINT_URL as string);
});

async function project(buildspec: object, more: Record<string, unknown> = {}): Promise<string> {
  const name = uniqueName('cb');
  const input = {
    name,
    source: { type: 'NO_SOURCE', buildspec: JSON.stringify({ version: 0.2, ...buildspec }) },
    artifacts: { type: 'NO_ARTIFACTS' },
    environment: {
      type: 'LINUX_CONTAINER',
      image: 'aws/codebuild/standard:7.0',
      computeType: 'BUILD_GENERAL1_SMALL',
    },
    serviceRole: role,
    ...more,
  };
  await aws('codebuild', 'create-project', '--cli-input-json', JSON.stringify(input));
  return name;
}

async function ended(id: string): Promise<Build> {
  for (;;) {
    const { builds } = await aws<{ builds: [Build] }>('codebuild', 'batch-get-builds', '--ids', id);
    if (builds[0].buildStatus !== 'IN_PROGRESS') return builds[0];
  }
}

const start = async (name: string, ...more: string[]): Promise<Build> =>
  (await aws<{ build: Build }>('codebuild', 'start-build', '--project-name', name, ...more)).build;

async function logOf({ logs }: Build): Promise<string> {
  const { events } = await aws<{ events: { message: string }[] }>(
    'logs',
    'get-log-events',
    '--log-group-name',
    logs.groupName,
    '--log-stream-name',
    logs.streamName,
    '--start-from-head',
  );
  return events.map(({ message }) => message).join('');
}

describe('a CodeBuild that builds', () => {
  it('runs each command in a new shell: exported variables and the folder are passed on, nothing else', async () => {
    const commands = [
      'export KEPT="a b\n\'c\'"; LOST=1; f() { :; }; mkdir sub; cd sub; set -e',
      'echo "kept=[$KEPT] lost=[$LOST]"; pwd; false; type f || echo "no f"',
    ];
    const name = await project({
      env: { shell: 'bash', 'exported-variables': ['KEPT'] },
      phases: { build: { commands } },
    });
    const build = await ended((await start(name)).id);
    expect(build.buildStatus).toBe('SUCCEEDED');
    expect(build.exportedEnvironmentVariables).toEqual([{ name: 'KEPT', value: "a b\n'c'" }]);
    const log = await logOf(build);
    expect(log).toContain("kept=[a b\n'c'] lost=[]");
    expect(log).toMatch(/\/sub\n/);
    expect(log).toContain('no f');
  }, 60_000);

  it('reports the failing command and its exit status in the context of its phase; post_build still runs', async () => {
    const name = await project({
      phases: {
        build: { commands: ['exit 7'], finally: ['echo finally'] },
        post_build: { commands: ['echo "after, succeeding=$CODEBUILD_BUILD_SUCCEEDING"'] },
      },
    });
    const build = await ended((await start(name)).id);
    expect(build.buildStatus).toBe('FAILED');
    const phase = build.phases.find(({ phaseType }) => phaseType === 'BUILD');
    expect(phase).toMatchObject({
      phaseStatus: 'FAILED',
      contexts: [
        {
          statusCode: 'COMMAND_EXECUTION_ERROR',
          message: 'Error while executing command: exit 7. Reason: exit status 7',
        },
      ],
    });
    const log = await logOf(build);
    expect(log).toContain('finally\n');
    expect(log).toContain('after, succeeding=0');
  }, 60_000);

  it('reports that it ignores an image other than those of CodeBuild; UTF-8 that arrives byte by byte is logged as text', async () => {
    const environment = { type: 'LINUX_CONTAINER', image: 'own:1', computeType: 'BUILD_GENERAL1_SMALL' };
    const commands = ['for byte in 303 244 360 237 220 263; do printf "\\\\$byte"; sleep 0.05; done; echo'];
    const name = await project({ env: { shell: 'bash' }, phases: { build: { commands } } }, { environment });
    const log = await logOf(await ended((await start(name)).id));
    expect(log).toContain('The image own:1 is ignored');
    expect(log).toContain('\n\u00e4\u{1f433}\n');
  }, 60_000);

  it('returns builds in another order than the one asked for', async () => {
    const name = await project({ phases: { build: { commands: ['true'] } } });
    const ids: string[] = [];
    for (let count = 0; count < 8; count += 1) ids.push((await start(name)).id);
    const { builds } = await aws<{ builds: Build[] }>('codebuild', 'batch-get-builds', '--ids', ...ids);
    expect(builds.map(({ id }) => id)).toEqual([...ids].sort());
    for (const id of ids) await ended(id);
  }, 60_000);

  it('ends the build at a failed phase that aborts', async () => {
    const name = await project({
      phases: {
        build: { 'on-failure': 'ABORT', commands: ['false'] },
        post_build: { commands: ['echo after'] },
      },
    });
    expect(await logOf(await ended((await start(name)).id))).not.toMatch(/^after$/m);
  }, 60_000);

  it('stops a build with everything that it started', async () => {
    const name = await project({ phases: { build: { commands: ['sleep 31557 & sleep 31557'] } } });
    const { id } = await start(name);
    for (let phase = ''; phase !== 'BUILD'; )
      phase = (await aws<{ builds: [Build] }>('codebuild', 'batch-get-builds', '--ids', id)).builds[0]
        .currentPhase;
    await aws('codebuild', 'stop-build', '--id', id);
    expect((await ended(id)).buildStatus).toBe('STOPPED');
    expect(spawnSync('pgrep', ['-f', 'sleep 31557']).status).toBe(1);
  }, 60_000);

  it('gives the same build for the same idempotency token, and refuses it for other parameters', async () => {
    const name = await project({ phases: { build: { commands: ['true'] } } });
    const first = await start(name, '--idempotency-token', 'one');
    expect((await start(name, '--idempotency-token', 'one')).id).toBe(first.id);
    expect(
      (
        await awsText(
          'codebuild',
          'start-build',
          '--project-name',
          name,
          '--idempotency-token',
          'one',
          '--timeout-in-minutes-override',
          '9',
        )
      ).stderr,
    ).toContain('InvalidInputException');
    await ended(first.id);
  }, 60_000);

  it('keeps every field of a project', async () => {
    const more = {
      vpcConfig: await defaultNetwork(),
      logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: 'own' } },
      queuedTimeoutInMinutes: 17,
      tags: [{ key: 'a', value: 'b' }],
    };
    const name = await project({ phases: {} }, more);
    const { projects } = await aws<{ projects: [object] }>(
      'codebuild',
      'batch-get-projects',
      '--names',
      name,
    );
    expect(projects[0]).toMatchObject(more);
  }, 60_000);

  it.each([
    [
      'a variable that is CODEBUILD\u2019s',
      {
        environment: {
          type: 'LINUX_CONTAINER',
          image: 'i',
          computeType: 'BUILD_GENERAL1_SMALL',
          environmentVariables: [{ name: 'CODEBUILD_X', value: '' }],
        },
      },
      /CODEBUILD_/,
    ],
    [
      'a value over the limit',
      {
        environment: {
          type: 'LINUX_CONTAINER',
          image: 'i',
          computeType: 'BUILD_GENERAL1_SMALL',
          environmentVariables: [{ name: 'X', value: 'x'.repeat(4097) }],
        },
      },
      /4096/,
    ],
    [
      'a compute type that is none',
      { environment: { type: 'LINUX_CONTAINER', image: 'i', computeType: 'HUGE' } },
      /computeType/,
    ],
    ['a time-out below the limit', { timeoutInMinutes: 4 }, /timeoutInMinutes/],
  ])(
    'refuses %s',
    async (_what, more, message) => {
      await expect(project({ phases: {} }, more)).rejects.toThrow(message);
    },
    60_000,
  );
});
