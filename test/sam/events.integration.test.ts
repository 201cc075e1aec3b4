import { homedir } from 'node:os';
import { join } from 'node:path';
import { TYPE_PACKAGE } from '../../cli/registration/type-package';
import { requireTools } from '../../local/prerequisites/tools';
import { type HandlerHost, handlerScript, startHandlerHost } from '../../local/registry/handler-host';
import type { Model } from '../../src/models';
import { executionSession } from '../support/role-copy';
import { samEvent } from '../support/sam-events';
import { buildsOf, leftovers, root } from '../support/tools';

const BUILDER = 'sam-test';

interface Answer {
  status: string;
  errorCode?: string;
  message: string;
  callbackDelaySeconds: number;
  resourceModel?: Model;
  resourceModels?: Model[];
}

let host: HandlerHost;
beforeAll(async () => {
  const endpoint = process.env.AWS_ENDPOINT_URL as string;
  const [session, { node }] = await Promise.all([
    executionSession(endpoint),
    requireTools(root, join(homedir(), '.cache/docker-builder/tools'), () => {}),
  ]);
  host = await startHandlerHost({
    package: TYPE_PACKAGE,
    node,
    script: handlerScript(root),
    log: () => {},
    // The events carry no credentials: as in a function, the environment has them.
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: session.accessKeyId,
      AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
      AWS_SESSION_TOKEN: session.sessionToken,
    },
  });
});
afterAll(() => host.stop());

/** One invocation of the package's test entry point. */
const replay = async (name: string): Promise<Answer> => (await host.invoke(samEvent(name), 60_000)) as Answer;

/** The verb's event, then the one with a callback context until the operation ends, as someone types them. */
async function replayToEnd(verb: string): Promise<Answer> {
  let answer = await replay(verb);
  expect(answer.status).toBe('IN_PROGRESS');
  while (answer.status === 'IN_PROGRESS') {
    await new Promise((done) => setTimeout(done, 300));
    answer = await replay(`${verb}-callback`);
  }
  return answer;
}

it('the events of sam-tests/ lead a builder through its life, in the package, by its test entry point', async () => {
  expect(await replayToEnd('create')).toMatchObject({
    status: 'SUCCESS',
    resourceModel: { BuilderName: BUILDER, BuildArgs: { GREETING: 'hello' } },
  });
  expect(await buildsOf(BUILDER)).toHaveLength(1);
  expect(await replay('read')).toMatchObject({
    status: 'SUCCESS',
    resourceModel: { BuildArgs: { GREETING: 'hello' }, ImageUri: expect.stringContaining('@sha256:') },
  });
  const { resourceModels = [] } = await replay('list');
  expect(resourceModels).toContainEqual({ BuilderName: BUILDER });
  expect(await replayToEnd('update')).toMatchObject({
    status: 'SUCCESS',
    resourceModel: { BuildArgs: { GREETING: 'good bye' } },
  });
  expect(await buildsOf(BUILDER)).toHaveLength(2);
  expect(await replay('update-failure')).toMatchObject({ status: 'FAILED', errorCode: 'NotUpdatable' });
  const deleted = await replay('delete');
  const answer = deleted.status === 'IN_PROGRESS' ? await replay('delete-callback') : deleted;
  expect(answer.status).toBe('SUCCESS');
  expect(answer).not.toHaveProperty('resourceModel');
  expect(await leftovers(BUILDER)).toEqual([]);
}, 60_000);

it('each failing event fails for its own reason and creates nothing; a delete that goes on has succeeded', async () => {
  const failures = {
    'create-failure': { errorCode: 'InvalidRequest', message: /FROM/ },
    'read-failure': { errorCode: 'NotFound', message: /sam-test-absent/ },
    'list-failure': { errorCode: 'InvalidRequest', message: /codebuild:ListProjects/ },
    'delete-failure': { errorCode: 'NotFound', message: /sam-test-absent/ },
  };
  const [continued, ...failed] = await Promise.all(['delete-callback', ...Object.keys(failures)].map(replay));
  expect(continued?.status).toBe('SUCCESS');
  expect(failed).toMatchObject(
    Object.values(failures).map(({ errorCode, message }) => ({
      status: 'FAILED',
      errorCode,
      message: expect.stringMatching(message),
    })),
  );
  expect(await leftovers('sam-test-failure')).toEqual([]);
});
