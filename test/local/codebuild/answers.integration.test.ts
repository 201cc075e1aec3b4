import { homedir } from 'node:os';
import { join } from 'node:path';
import { ROOT_KEYS } from '../../../local/engine/endpoint';
import { requireTools } from '../../../local/prerequisites/tools';
import { serviceModel, shapeChecks } from '../../../local/service/api-model';
import { roleForAnyBuild } from '../../support/any-build';
import { defaultNetwork } from '../../support/network';
import { root, uniqueName } from '../../support/tools';

let checks: ReturnType<typeof shapeChecks>;
let role: string;
beforeAll(async () => {
  role = await roleForAnyBuild(process.env.AWS_ENDPOINT_URL as string);
  const { models } = await requireTools(root, join(homedir(), '.cache/docker-builder/tools'), () => {});
  checks = shapeChecks(serviceModel(models, 'codebuild'));
});

/** Sends a request and checks the response against the service's published model. */
async function call<T>(operation: string, input: object): Promise<T> {
  const response = await fetch(process.env.AWS_ENDPOINT_URL as string, {
    method: 'POST',
    headers: {
      'X-Amz-Target': `CodeBuild_20161006.${operation}`,
      'Content-Type': 'application/x-amz-json-1.1',
      Authorization: `AWS4-HMAC-SHA256 Credential=${ROOT_KEYS.accessKeyId}/20260101/us-east-1/codebuild/aws4_request`,
    },
    body: JSON.stringify(input),
  });
  const answer = (await response.json()) as T;
  expect({ operation, status: response.status, wrong: checks.output(operation)(answer) }).toEqual({
    operation,
    status: 200,
    wrong: undefined,
  });
  return answer;
}

it('responses to the calls of a builder have the shape of the published model', async () => {
  const name = uniqueName('shape');
  const project = {
    name,
    source: { type: 'NO_SOURCE', buildspec: '{"version":0.2,"phases":{"build":{"commands":["exit 3"]}}}' },
    artifacts: { type: 'NO_ARTIFACTS' },
    environment: {
      type: 'LINUX_CONTAINER',
      image: 'aws/codebuild/standard:7.0',
      computeType: 'BUILD_GENERAL1_SMALL',
      environmentVariables: [{ name: 'A', value: 'b', type: 'PLAINTEXT' }],
    },
    vpcConfig: await defaultNetwork(),
    serviceRole: role,
    tags: [{ key: 'a', value: 'b' }],
  };
  await call('CreateProject', project);
  await call('UpdateProject', { ...project, description: 'other' });
  await call('BatchGetProjects', { names: [name, 'no-such-project'] });
  await call('ListProjects', { sortBy: 'NAME', sortOrder: 'ASCENDING' });
  const { build } = await call<{ build: { id: string } }>('StartBuild', { projectName: name });
  for (let running = true; running; ) {
    const { builds } = await call<{ builds: { buildStatus: string }[] }>('BatchGetBuilds', {
      ids: [build.id, `${name}:none`],
    });
    running = builds[0]?.buildStatus === 'IN_PROGRESS';
  }
  await call('ListBuildsForProject', { projectName: name, sortOrder: 'DESCENDING' });
  await call('ListBuilds', {});
  await call('StopBuild', { id: build.id });
  await call('DeleteProject', { name });
}, 60_000);

it('a model that an answer breaks is noticed', () => {
  expect(checks.output('ListProjects')({ projects: [1] })).toContain('projects');
  expect(checks.output('BatchGetBuilds')({ builds: [{ colour: 'red' }] })).toContain('colour');
});
