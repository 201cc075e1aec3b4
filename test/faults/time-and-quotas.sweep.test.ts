import { CodeBuild } from '@aws-sdk/client-codebuild';
import { ECR } from '@aws-sdk/client-ecr';
import { ROOT_KEYS } from '../../local/engine/endpoint';
import { roleForAnyBuild } from '../support/any-build';
import { uniqueName } from '../support/tools';
import { type FaultyEngine, startFaultyEngine } from './engine';
import { image } from './template';

const account = { region: 'us-east-1', credentials: ROOT_KEYS };

let faulty: FaultyEngine;
beforeAll(async () => {
  faulty = await startFaultyEngine();
}, 60_000);
beforeEach(() => faulty.proxy.heal());
afterAll(() => faulty.stop());

describe('many builders', () => {
  it('ten stacks at once, each with a builder, all come out with an image of their own', async () => {
    const { stacks } = faulty;
    const names = Array.from({ length: 10 }, (_, index) => uniqueName(`ten-${index}`));
    const made = await Promise.all(names.map((name) => stacks.create(name, image(name, name))));
    expect(made.map(({ status }) => status)).toEqual(names.map(() => 'CREATE_COMPLETE'));
    expect(new Set(made.map(({ outputs }) => outputs.ImageUri?.split('@')[1])).size).toBe(10);
    await Promise.all(names.map((name) => stacks.delete(name)));
  }, 120_000);
});

describe('a queue of builds', () => {
  it('goes on with the next when one that waits is stopped', async () => {
    const codebuild = new CodeBuild({ endpoint: faulty.engine.endpoint, ...account });
    const name = uniqueName('line');
    await codebuild.createProject({
      name,
      source: { type: 'NO_SOURCE', buildspec: '{"version":0.2,"phases":{"build":{"commands":["sleep 2"]}}}' },
      artifacts: { type: 'NO_ARTIFACTS' },
      environment: { type: 'LINUX_CONTAINER', image: 'i', computeType: 'BUILD_GENERAL1_SMALL' },
      serviceRole: await roleForAnyBuild(faulty.engine.endpoint),
    });
    await faulty.setQuota({ running: 1, queued: 5 });
    try {
      const started: string[] = [];
      for (const _place of ['first', 'second', 'third'])
        started.push((await codebuild.startBuild({ projectName: name })).build?.id ?? '');
      await codebuild.stopBuild({ id: started[2] });
      const statuses = async () => {
        const { builds = [] } = await codebuild.batchGetBuilds({ ids: started });
        return started.map((id) => builds.find((build) => build.id === id)?.buildStatus);
      };
      while ((await statuses()).includes('IN_PROGRESS')) await new Promise((done) => setTimeout(done, 200));
      expect(await statuses()).toEqual(['SUCCEEDED', 'SUCCEEDED', 'STOPPED']);
    } finally {
      await faulty.setQuota({ running: 20, queued: 100 });
      await codebuild.deleteProject({ name });
    }
  }, 30_000);
});

describe('lifecycle policies of a builder', () => {
  it('expire replaced caches and later the cache itself, and never an image that is tagged', async () => {
    const { stacks, engine } = faulty;
    const name = uniqueName('old');
    const ecr = new ECR({ endpoint: engine.endpoint, ...account });
    const imagesOf = async (part: string) => {
      const { imageDetails = [] } = await ecr.describeImages({
        repositoryName: `docker-builder/${name}/${part}`,
      });
      return { tagged: imageDetails.filter(({ imageTags }) => imageTags).length, all: imageDetails.length };
    };
    await stacks.create(name, image(name, 'one'));
    await stacks.update(name, image(name, 'two'));
    expect(await imagesOf('cache')).toEqual({ tagged: 1, all: 2 });
    await faulty.moveClock(2);
    expect(await imagesOf('cache')).toEqual({ tagged: 1, all: 1 });
    await faulty.moveClock(40);
    expect(await imagesOf('cache')).toEqual({ tagged: 0, all: 0 });
    expect(await imagesOf('image')).toEqual({ tagged: 2, all: 2 });
    await stacks.delete(name);
  }, 60_000);
});
