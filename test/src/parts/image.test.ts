import type { ProgressEvent } from '../../../src/handlers/progress-event';
import type { Model } from '../../../src/models';
import type { Build } from '../../../src/ports/codebuild';
import { ServiceError } from '../../../src/ports/service-error';
import { FakeAws } from '../../support/fake-aws';
import { invoke, operate, request, world } from '../../support/operation';
import { zipBytes } from '../../support/zip-bytes';

const model: Model = { BuilderName: 'web', Source: { Inline: 'FROM scratch' } };
let aws: FakeAws;
beforeEach(() => {
  aws = new FakeAws();
  Object.assign(world, { aws, now: Date.now });
  waited = 0;
});

const later = (minutes: number) => {
  world.now = () => Date.now() + minutes * 60_000;
};
/** Milliseconds that the operation of a test has waited between its invocations. */
let waited = 0;
const resume = (event: ProgressEvent) => {
  waited += (event.callbackDelaySeconds ?? 0) * 1000;
  return invoke(request('CREATE', model, { callbackContext: event.callbackContext }), waited);
};

/** A create whose build runs. */
async function building(): Promise<ProgressEvent> {
  aws.fate = 'runs';
  return invoke(request('CREATE', model));
}
const build = () => aws.builds[0] as Build;

describe('a build that runs', () => {
  it('is remembered by its platform', async () => {
    const { callbackContext } = await building();
    expect(callbackContext?.builds).toMatchObject({ 'linux/amd64': { id: build().id, attempt: 1 } });
  });

  it('is adopted by another try of the same create', async () => {
    await building();
    await invoke(request('CREATE', model));
    expect(aws.builds).toHaveLength(1);
  });

  it('carries its tag, even if the project records another', async () => {
    const tags: unknown[] = [];
    const { startBuild } = aws.codebuild;
    aws.codebuild.startBuild = (start) => {
      tags.push(start.variables.DOCKER_BUILDER_IMAGE_TAG);
      return startBuild(start);
    };
    const { callbackContext } = await building();
    expect(tags).toEqual([callbackContext?.resolution?.imageTag]);
  });

  it('is looked for in the repository more often than CodeBuild is asked about it', async () => {
    let event = await building();
    world.now = () => build().startedAt + 180_000;
    const earlier = { 'linux/amd64': { ...event.callbackContext?.builds?.['linux/amd64'], earlier: [190] } };
    event = { ...event, callbackContext: { startedAt: 0, ...event.callbackContext, builds: earlier } };
    event = await resume(event);
    aws.calls.length = 0;
    for (let looks = 0; looks < 3; looks += 1) event = await resume(event);
    expect(event.message).toContain('building web: SUBMITTED');
    expect([aws.count('digest'), aws.count('build')]).toEqual([3, 0]);
    world.now = () => build().startedAt + 240_000;
    await resume(event);
    expect(aws.count('build')).toBe(1);
  });

  it('that can no longer be found fails after a minute', async () => {
    const first = await building();
    aws.builds.length = 0;
    const waiting = await resume(first);
    expect(waiting).toMatchObject({
      status: 'IN_PROGRESS',
      message: expect.stringContaining('waiting for the build'),
    });
    later(2);
    expect(await resume(waiting)).toMatchObject({
      status: 'FAILED',
      errorCode: 'NotStabilized',
      message: expect.stringContaining('was started but is not found'),
    });
  });
});

describe('a build that ended', () => {
  it('well, whose image is not visible, fails after a minute', async () => {
    const first = await building();
    Object.assign(build(), { status: 'SUCCEEDED', endedAt: Date.now() });
    const waiting = await resume(first);
    expect(waiting.status).toBe('IN_PROGRESS');
    later(2);
    expect(await resume(waiting)).toMatchObject({
      status: 'FAILED',
      errorCode: 'NotStabilized',
      message: expect.stringContaining('is not in the repository'),
    });
  });

  it('badly although its image was pushed, by itself or a twin, is a success', async () => {
    const first = await building();
    Object.assign(build(), { status: 'FAILED' });
    const tag = build().imageTag as string;
    aws.repositories.get('docker-builder/web/image')?.images.set(tag, `sha256:${tag}`);
    expect((await resume(first)).status).toBe('SUCCESS');
  });

  it('because its role was too fresh is started again, with a separate token', async () => {
    const tokens: string[] = [];
    const { startBuild } = aws.codebuild;
    aws.codebuild.startBuild = (start) => {
      tokens.push(start.idempotencyToken);
      return startBuild(start);
    };
    const first = await building();
    Object.assign(build(), {
      status: 'FAILED',
      phases: [
        {
          phaseType: 'SUBMITTED',
          phaseStatus: 'FAILED',
          contexts: [
            { statusCode: 'X', message: 'CodeBuild is not authorized to perform: sts:AssumeRole on r' },
          ],
        },
      ],
    });
    const waiting = await resume(first);
    expect(waiting).toMatchObject({
      status: 'IN_PROGRESS',
      message: expect.stringContaining('assume the role'),
    });
    aws.fate = 'succeeds';
    const event = await operate(request('CREATE', model, { callbackContext: waiting.callbackContext }));
    expect(event.status).toBe('SUCCESS');
    expect(new Set(tokens).size).toBe(2);
  });
});

describe('a start that is refused', () => {
  it.each([
    ['ResourceNotFoundException', 'no such project', 'waiting for the project'],
    ['InvalidInputException', 'CodeBuild is not authorized to perform: sts:AssumeRole', 'assume the role'],
  ])('with %s is tried again, but not for ever', async (code, message, note) => {
    aws.before = (call) => {
      if (call === 'startBuild') throw new ServiceError('codebuild:StartBuild', code, message, 400);
    };
    const waiting = await invoke(request('CREATE', model));
    expect(waiting).toMatchObject({ status: 'IN_PROGRESS', message: expect.stringContaining(note) });
    later(3);
    expect(await resume(waiting)).toMatchObject({
      status: 'FAILED',
      message: expect.stringContaining(message),
    });
  });
});

it('a delete stops the builds that run and is done when none is left', async () => {
  const event = await building();
  const deleting = await invoke(request('DELETE', event.resourceModel));
  expect(deleting).toMatchObject({ status: 'IN_PROGRESS', message: 'stopping 1 running build(s)' });
  await operate(request('DELETE', event.resourceModel, { callbackContext: deleting.callbackContext }));
  expect(build().status).toBe('STOPPED');
});

describe('a build that failed', () => {
  describe('as a registry limits its pulls', () => {
    const limited = () => {
      aws.logLines.push('ERROR: failed to solve: node:20: 429 Too Many Requests: toomanyrequests');
      Object.assign(build(), { status: 'FAILED', endedAt: Date.now() });
    };

    it('is started once more after a pause, and not a second time', async () => {
      const first = await building();
      limited();
      const waiting = await resume(first);
      expect(waiting).toMatchObject({ status: 'IN_PROGRESS', callbackDelaySeconds: 90 });
      const second = await resume(waiting);
      expect(aws.builds).toHaveLength(2);
      limited();
      expect(await resume(second)).toMatchObject({
        status: 'FAILED',
        message: expect.stringContaining('public.ecr.aws/docker/library'),
      });
    });

    it('is not started again when the operation has taken long already', async () => {
      const first = await building();
      limited();
      later(90);
      expect((await resume(first)).status).toBe('FAILED');
    });
  });

  it('badly is linked to its log only where that stays: a create that fails is rolled back with it', async () => {
    const created = await operate(request('CREATE', model));
    aws.fate = 'fails';
    aws.logLines.push('the error');
    const failedUpdate = await operate(request('UPDATE', { ...model, Revision: '2' }));
    expect(failedUpdate.message).toContain('Full log: ');
    const failedCreate = await operate(request('CREATE', { ...model, BuilderName: 'api' }));
    expect(failedCreate).toMatchObject({ status: 'FAILED' });
    expect(failedCreate.message).not.toContain('Full log: ');
    expect(created.status).toBe('SUCCESS');
  });
});

describe('a build argument that no ARG takes', () => {
  const misspelt: Model = {
    BuilderName: 'web',
    Source: { Inline: 'FROM scratch\nARG API_URI\n' },
    BuildArgs: { API_URL: 'https://x', HTTP_PROXY: 'http://p' },
  };

  it('is named by the success, and to the build', async () => {
    const variables: Record<string, string>[] = [];
    const { startBuild } = aws.codebuild;
    aws.codebuild.startBuild = (start) => {
      variables.push(start.variables);
      return startBuild(start);
    };
    expect(await operate(request('CREATE', misspelt))).toMatchObject({
      status: 'SUCCESS',
      message: 'BuildArgs.API_URL is not declared by any ARG',
    });
    expect(variables).toMatchObject([
      { DOCKER_BUILDER_WARNINGS: 'BuildArgs.API_URL is not declared by any ARG' },
    ]);
  });

  it('is found in a zip too', async () => {
    const Dockerfile = { name: 'Dockerfile', content: 'FROM scratch\nARG API_URI\n' };
    aws.objects.set('sources/context.zip', { bytes: zipBytes([Dockerfile]), version: undefined });
    const Source = { S3Bucket: 'sources', S3Key: 'context.zip' };
    expect((await operate(request('CREATE', { ...misspelt, Source }))).message).toBe(
      'BuildArgs.API_URL is not declared by any ARG',
    );
  });

  it('that one takes is no news', async () => {
    const event = await operate(request('CREATE', { ...misspelt, BuildArgs: { API_URI: 'https://x' } }));
    expect(event.message ?? '').toBe('');
  });
});
