import type { Model } from '../../../src/models';
import { FakeAws } from '../../support/fake-aws';
import { operate, request, world } from '../../support/operation';

const NAME = '/images/web';
let aws: FakeAws;

beforeEach(() => {
  aws = new FakeAws();
  Object.assign(world, { aws, now: Date.now });
});

const model: Model = {
  BuilderName: 'web',
  Source: { Inline: 'FROM scratch\nCOPY <<EOF /value\nx\nEOF\n' },
  Publish: { ParameterName: NAME },
};
const replicated: Model = {
  ...model,
  ReplicaRegions: ['eu-west-1'],
  Repository: { RemovalPolicy: 'DELETE' },
};
const create = (properties = model, more = {}) => operate(request('CREATE', properties, more), 60);
const update = (properties: Model, token = 'token-2') =>
  operate(request('UPDATE', properties, { clientRequestToken: token }), 60);
const remove = (properties = model) =>
  operate(request('DELETE', properties, { clientRequestToken: 'token-9' }), 60);
const valueIn = (region: string, name = NAME) => aws.in(region).parametersByName.get(name)?.value;
const parameters = () =>
  [aws, ...aws.elsewhere.values()].flatMap(({ parametersByName }) => [...parametersByName.keys()]);

describe('a builder with Publish', () => {
  it('publishes the URI of its image after the image is there, and reads itself back', async () => {
    const { status, resourceModel } = await create();
    expect(status).toBe('SUCCESS');
    expect(valueIn('us-east-1')).toBe(resourceModel?.ImageUri);
    expect(resourceModel?.Publish).toEqual(model.Publish);
    expect(aws.calls.indexOf('createParameter')).toBeGreaterThan(aws.calls.indexOf('startBuild'));
  });

  it('publishes in each replica Region the URI of the replica', async () => {
    const { resourceModel } = await create(replicated);
    const digest = resourceModel?.ImageDigest;
    expect(valueIn('eu-west-1')).toBe(`eu-west-1/docker-builder/web/image@${digest}`);
    expect(valueIn('us-east-1')).toBe(resourceModel?.ImageUri);
    await remove(replicated);
    expect(parameters()).toEqual([]);
  });

  it("tags the parameter as the builder's, with the tags of the user", async () => {
    await create({ ...model, Tags: [{ Key: 'team', Value: 'shop' }] });
    expect(aws.parametersByName.get(NAME)?.tags).toMatchObject({
      team: 'shop',
      'docker-builder:builder': 'web@us-east-1',
    });
    await update({ ...model, Tags: [{ Key: 'team', Value: 'web' }] });
    expect(aws.parametersByName.get(NAME)?.tags).toMatchObject({ team: 'web' });
    await update(model, 'token-3');
    expect(aws.parametersByName.get(NAME)?.tags).not.toHaveProperty('team');
  });

  it('publishes the new image after an update, and the old one after a rollback, without a build', async () => {
    const before = (await create()).resourceModel?.ImageUri;
    const after = await update({ ...model, Revision: '2' });
    expect(valueIn('us-east-1')).toBe(after.resourceModel?.ImageUri);
    expect(after.resourceModel?.ImageUri).not.toBe(before);
    await update(model, 'token-3');
    expect(valueIn('us-east-1')).toBe(before);
    expect(aws.count('startBuild')).toBe(2);
  });

  it('can be renamed: the new name exists before the old one goes', async () => {
    await create(replicated);
    await update({ ...replicated, Publish: { ParameterName: '/images/other' } });
    expect(parameters()).toEqual(['/images/other', '/images/other']);
    const last = (name: string) => aws.calls.lastIndexOf(name);
    expect(last('createParameter')).toBeLessThan(last('deleteParameter'));
  });

  it('deletes the parameter when Publish goes, and in a Region that goes', async () => {
    await create(replicated);
    await update({ ...replicated, ReplicaRegions: [] });
    expect(valueIn('eu-west-1')).toBeUndefined();
    expect(valueIn('us-east-1')).toBeDefined();
    const { Publish: _, ...without } = replicated;
    await update({ ...without, ReplicaRegions: [] }, 'token-3');
    expect(parameters()).toEqual([]);
  });
});

describe("another's parameter", () => {
  const theirs = () => ({ value: 'theirs', type: 'String', tags: {} });

  it.each(['us-east-1', 'eu-west-1'])('in %s refuses the create before anything exists', async (region) => {
    aws.in(region).parametersByName.set(NAME, theirs());
    const event = await create(replicated);
    expect(event).toMatchObject({ status: 'FAILED', errorCode: 'AlreadyExists' });
    expect(event.message).toContain(`"${NAME}": the parameter exists in ${region}`);
    expect(event).not.toHaveProperty('resourceModel');
    expect(valueIn(region)).toBe('theirs');
    expect(aws.projectsByName.size).toBe(0);
  });

  it('refuses the update to its name, which leaves everything as it is', async () => {
    await create();
    aws.parametersByName.set('/other', theirs());
    const event = await update({ ...model, Publish: { ParameterName: '/other' } });
    expect(event).toMatchObject({ status: 'FAILED', errorCode: 'AlreadyExists' });
    expect(parameters()).toEqual([NAME, '/other']);
  });

  it('that appears during the build is not overwritten, and stays when the builder is deleted', async () => {
    aws.before = (call) => {
      if (call === 'startBuild') aws.parametersByName.set(NAME, theirs());
    };
    expect(await create()).toMatchObject({ status: 'FAILED' });
    await remove();
    expect(valueIn('us-east-1')).toBe('theirs');
  });

  it('of a builder of the same name in another Region is refused too', async () => {
    aws.parametersByName.set(NAME, { ...theirs(), tags: { 'docker-builder:builder': 'web@eu-west-1' } });
    expect(await create()).toMatchObject({ status: 'FAILED', errorCode: 'AlreadyExists' });
  });

  it("that took the place of the builder's is drift, and no update overwrites it", async () => {
    await create();
    aws.parametersByName.set(NAME, theirs());
    expect((await operate(request('READ', model))).resourceModel).not.toHaveProperty('Publish');
    expect(await update({ ...model, Revision: '2' })).toMatchObject({ status: 'FAILED' });
    expect(valueIn('us-east-1')).toBe('theirs');
  });
});

describe('READ', () => {
  it.each<[string, (region: string) => void]>([
    [
      'has another value',
      (region) => void Object.assign(aws.in(region).parametersByName.get(NAME) ?? {}, { value: 'x' }),
    ],
    ['is gone', (region) => void aws.in(region).parametersByName.delete(NAME)],
  ])(
    'reports no Publish when the parameter of a Region %s, and an update repairs it',
    async (_what, change) => {
      await create(replicated);
      for (const region of ['us-east-1', 'eu-west-1']) {
        const before = valueIn(region);
        change(region);
        expect((await operate(request('READ', replicated))).resourceModel).not.toHaveProperty('Publish');
        expect((await update(replicated, `repair-${region}`)).resourceModel?.Publish).toEqual(model.Publish);
        expect(valueIn(region)).toBe(before);
      }
    },
  );
});

it('a process that dies at any call of a rename leaves no parameter that a delete does not find', async () => {
  const renamed: Model = {
    ...replicated,
    Publish: { ParameterName: '/images/other' },
    ReplicaRegions: ['us-west-2'],
  };
  for (let n = 1; n < 200; n += 1) {
    aws = new FakeAws();
    Object.assign(world, { aws });
    await create(replicated);
    let died = false;
    const from = aws.calls.length;
    aws.before = (_call, calls) => {
      if (calls === from + n) {
        died = true;
        throw new Error('the process died');
      }
    };
    await update(renamed).catch(() => undefined);
    aws.before = () => {};
    if (!died) return;
    if (n % 2) await update(renamed);
    await remove(renamed);
    expect({ n, parameters: parameters(), rules: aws.registry.configuration.rules }).toEqual({
      n,
      parameters: [],
      rules: [],
    });
    expect([...aws.elsewhere.values()].flatMap((there) => there.leftovers())).toEqual([]);
  }
  throw new Error('the update never ended');
});
