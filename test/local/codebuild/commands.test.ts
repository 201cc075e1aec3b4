import { BuildLog } from '../../../local/codebuild/build-log';
import { readBuildspec } from '../../../local/codebuild/buildspec';
import { type ProvisionedBuild, runBuildspec } from '../../../local/codebuild/commands';
import type { BuildRecord } from '../../../local/codebuild/records';
import { type Folder, folderOf } from '../../support/folder';

let scratch: Folder;
let lines: string[];
beforeEach(() => {
  scratch = folderOf({});
  lines = [];
});
afterEach(() => scratch.remove());

async function run(phases: object, signal = new AbortController().signal) {
  const log = new BuildLog('g', 's');
  jest.spyOn(log, 'write').mockImplementation((text) => void lines.push(...text.trim().split('\n')));
  jest.spyOn(log, 'report').mockImplementation(() => {});
  const record = { phases: [], currentPhase: '' } as unknown as BuildRecord;
  const build: ProvisionedBuild = {
    record,
    log,
    signal,
    scratch: scratch.path,
    state: { env: { PATH: process.env.PATH ?? '' }, folder: scratch.path },
    spec: readBuildspec(JSON.stringify({ version: 0.2, phases })),
  };
  const status = await runBuildspec(build);
  return { status, phases: record.phases };
}

const shown = (phases: BuildRecord['phases']) =>
  phases.map(({ phaseType, phaseStatus }) => `${phaseType} ${phaseStatus}`);

it('runs the phases in CodeBuild\u2019s order, also those without commands', async () => {
  const { status, phases } = await run({
    post_build: { commands: ['echo 3'] },
    build: { commands: ['echo 1', 'echo 2 >&2'] },
  });
  expect(status).toBe('SUCCEEDED');
  expect(lines).toEqual(['1', '2', '3']);
  expect(shown(phases)).toEqual([
    'INSTALL SUCCEEDED',
    'PRE_BUILD SUCCEEDED',
    'BUILD SUCCEEDED',
    'POST_BUILD SUCCEEDED',
    'UPLOAD_ARTIFACTS SUCCEEDED',
  ]);
});

it('runs post_build after a failed build, with the reason in the context of the phase', async () => {
  const { status, phases } = await run({
    build: { commands: ['exit 7', 'echo skipped'], finally: ['echo finally'] },
    post_build: { commands: ['echo "succeeding=$CODEBUILD_BUILD_SUCCEEDING"'] },
  });
  expect(status).toBe('FAILED');
  expect(lines).toEqual(['finally', 'succeeding=0']);
  expect(phases.find(({ phaseType }) => phaseType === 'BUILD')?.contexts).toEqual([
    {
      statusCode: 'COMMAND_EXECUTION_ERROR',
      message: 'Error while executing command: exit 7. Reason: exit status 7',
    },
  ]);
});

it.each(['install', 'pre_build'])('ends the build when %s fails', async (phase) => {
  const { status } = await run({
    [phase]: { commands: ['false'] },
    post_build: { commands: ['echo after'] },
  });
  expect(status).toBe('FAILED');
  expect(lines).toEqual([]);
});

it('ends the build when its build phase fails and aborts', async () => {
  const build = { 'on-failure': 'ABORT', commands: ['false'] };
  expect((await run({ build, post_build: { commands: ['echo after'] } })).status).toBe('FAILED');
  expect(lines).toEqual([]);
});

it('runs nothing once the build is stopped', async () => {
  expect(await run({ build: { commands: ['echo x'] } }, AbortSignal.abort())).toEqual({
    status: 'STOPPED',
    phases: [],
  });
});
