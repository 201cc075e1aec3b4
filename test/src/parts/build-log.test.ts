import type { Model } from '../../../src/models';
import { ServiceError } from '../../../src/ports/service-error';
import { FakeAws } from '../../support/fake-aws';
import { invoke, operate, request, world } from '../../support/operation';

const model: Model = { BuilderName: 'web', Source: { Inline: 'FROM scratch' } };
const group = '/aws/codebuild/docker-builder-web';
let aws: FakeAws;
beforeEach(() => {
  aws = new FakeAws();
  Object.assign(world, { aws, now: Date.now });
});

describe("the build's log group", () => {
  it('exists before the first build, whose role may not create it', async () => {
    await operate(request('CREATE', model));
    expect(aws.calls).toContain('startBuild');
    expect(aws.calls.indexOf('ensureGroup')).toBeLessThan(aws.calls.indexOf('startBuild'));
    expect([...aws.logGroups]).toEqual([group]);
  });

  it('is created again by an update, when someone has deleted it', async () => {
    await operate(request('CREATE', model));
    aws.logGroups.clear();
    await operate(request('UPDATE', { ...model, Revision: '2' }));
    expect([...aws.logGroups]).toEqual([group]);
  });

  it('goes with the builder', async () => {
    await operate(request('CREATE', model));
    await invoke(request('DELETE', model));
    expect(aws.logGroups.size).toBe(0);
  });
});

describe('a log that is to be kept', () => {
  const retained = { ...model, Logs: { Retain: true } };

  it('survives the deletion of the builder', async () => {
    await operate(request('CREATE', retained));
    expect([...aws.logGroups]).toEqual(['/docker-builder/web']);
    expect(aws.retention.get('/docker-builder/web')).toBe(7);
    await operate(request('DELETE', retained));
    expect(aws.leftovers()).toContain('/docker-builder/web');
  });

  it('is where the message of a failed create leads', async () => {
    aws.fate = 'fails';
    aws.logLines.push('the error');
    expect((await operate(request('CREATE', retained))).message).toContain('Full log: https://logs');
    expect((await operate(request('CREATE', { ...model, BuilderName: 'other' }))).message).not.toContain(
      'https',
    );
  });

  it('is not where the message of a build leads that wrote none', async () => {
    aws.fate = 'fails';
    expect((await operate(request('CREATE', retained))).message).not.toContain('https');
  });

  it.each<[Model['Logs'], Model['Logs'], string[]]>([
    [undefined, { Retain: true }, ['/docker-builder/web']],
    [{ Retain: true }, { Retain: false }, ['/docker-builder/web']],
    [{ Retain: true }, undefined, ['/docker-builder/web']],
    [{ Retain: false }, {}, []],
  ])('from %j to %j, what is left of a deleted builder is %j', async (before, after, left) => {
    await operate(request('CREATE', { ...model, ...(before && { Logs: before }) }));
    const changed = { ...model, ...(after && { Logs: after }) };
    const { resourceModel } = await operate(request('UPDATE', changed));
    expect(resourceModel?.Logs).toEqual(after);
    await operate(request('DELETE', changed));
    expect([...aws.logGroups]).toEqual(left);
  });
});

describe('a log group of the user', () => {
  const own = { ...model, Logs: { GroupName: '/team/builds' } };

  it('is used and left as it is', async () => {
    aws.logGroups.add('/team/builds');
    const { resourceModel } = await operate(request('CREATE', own));
    expect(resourceModel?.Logs).toEqual(own.Logs);
    expect(aws.projectsByName.get('docker-builder-web')?.logGroup).toBe('/team/builds');
    await operate(request('DELETE', own));
    expect([...aws.logGroups]).toEqual(['/team/builds']);
    expect(aws.count('ensureGroup')).toBe(0);
  });

  it('that is missing is refused before anything exists', async () => {
    expect(await operate(request('CREATE', own))).toMatchObject({
      status: 'FAILED',
      errorCode: 'InvalidRequest',
      message: expect.stringContaining('there is no log group "/team/builds"; create it'),
    });
    expect(aws.leftovers()).toEqual([]);
  });

  it('that the handlers may not read is refused with the parameter that allows it', async () => {
    aws.before = (call) => {
      if (call === 'hasGroup')
        throw new ServiceError('logs:GetLogEvents', 'AccessDeniedException', 'denied', 400);
    };
    expect(await operate(request('CREATE', own))).toMatchObject({
      errorCode: 'AccessDenied',
      message: expect.stringContaining("the registration's parameter LogGroups"),
    });
  });

  it.each(['/aws/codebuild/docker-builder-web', '/docker-builder/web'])(
    "%s is the builder's own, and refused as a name",
    async (GroupName) => {
      expect(await operate(request('CREATE', { ...model, Logs: { GroupName } }))).toMatchObject({
        message: expect.stringContaining(
          `Logs.GroupName "${GroupName}" is the name of the builder's own log group`,
        ),
      });
    },
  );

  it('behind the back of CloudFormation is seen as drift', async () => {
    await operate(request('CREATE', model));
    const project = aws.projectsByName.get('docker-builder-web');
    Object.assign(project ?? {}, { logGroup: '/somewhere/else' });
    const { resourceModel } = await invoke(request('READ', model));
    expect(resourceModel?.Logs).toEqual({ GroupName: '/somewhere/else', Retain: false });
  });
});
