import { DeleteStackCommand, SetTypeConfigurationCommand } from '@aws-sdk/client-cloudformation';
import { ListProjectsCommand } from '@aws-sdk/client-codebuild';
import { DeleteObjectsCommand } from '@aws-sdk/client-s3';
import { TYPE_NAME } from '../../../cli/type-name';
import { awsEnvironment, commandLine, resultOf } from '../../support/command-line';
import { FakeAccount } from '../../support/fake-account';
import { serviceError } from '../../support/fake-stack';
import { temporaryFolder } from '../../support/temporary-folder';
import { packageIn } from '../../support/type-package';

const before = { ...process.env };
const folder = temporaryFolder();
const contexts = 'docker-builder-123456789012-us-east-1';
const packages = 'docker-builder-packages-123456789012-us-east-1';
let account: FakeAccount;

beforeEach(async () => {
  Object.assign(process.env, awsEnvironment);
  account = new FakeAccount();
});

afterEach(() => {
  account.restore();
  process.env = { ...before };
});

const register = async (...words: string[]) =>
  commandLine('register', '--package', await packageIn(folder.path), ...words);
const unregister = (...words: string[]) => commandLine('unregister', ...words);

describe('docker-builder unregister', () => {
  it('leaves nothing of what register created', async () => {
    await register();
    account.buckets.get(contexts)?.add('context.zip');
    const { code, stderr } = await unregister('--yes');
    expect({ code, left: account.leftovers() }).toEqual({ code: 0, left: [] });
    expect(stderr).toContain(`- the bucket ${contexts} with 1 build context`);
    expect(stderr).toContain(`- the bucket ${packages} with 1 package`);
  });

  it('has nothing to do where nothing is registered', async () => {
    const { code, stdout } = await unregister('--yes', '--json');
    expect(code).toBe(0);
    expect(resultOf(stdout)).toMatchObject({ regions: [{ region: 'us-east-1', removed: false }] });
  });

  it('removes the remains of an unregistration that was interrupted', async () => {
    account.buckets.set(packages, new Set(['TokenInjectable-Docker-Builder/a.zip']));
    expect(await unregister('--yes')).toMatchObject({ code: 0 });
    expect(account.leftovers()).toEqual([]);
  });

  it('removes a stack whose creation failed', async () => {
    account.stack = {
      name: 'docker-builder-registration',
      status: 'ROLLBACK_COMPLETE',
      parameters: [],
      template: '',
      version: '',
    };
    const { code, stderr } = await unregister('--yes');
    expect({ code, left: account.leftovers() }).toEqual({ code: 0, left: [] });
    expect(stderr).toContain('the stack docker-builder-registration, which is ROLLBACK_COMPLETE');
  });

  it('removes the configuration, and versions that something else registered', async () => {
    await register();
    account.configuration = '{"PollIntervalSeconds": 5}';
    account.submit();
    const { code, stderr } = await unregister('--yes');
    expect({ code, left: account.leftovers() }).toEqual({ code: 0, left: [] });
    expect(account.cloudformation.commandCalls(SetTypeConfigurationCommand)).toHaveLength(1);
    expect(stderr).toContain('versions that something else registered, such as cfn submit: 00000002');
  });

  it('leaves a type that something else registered, and says how to remove it', async () => {
    account.submit();
    const { code, stderr } = await unregister('--yes');
    expect({ code, left: account.leftovers() }).toEqual({ code: 3, left: ['00000001'] });
    expect(stderr).toContain(
      `not by docker-builder register: remove it with aws cloudformation deregister-type --type RESOURCE --type-name ${TYPE_NAME} --region us-east-1`,
    );
  });

  it('leaves the bucket of the user, and what is in it besides', async () => {
    account.buckets.set('mine', new Set(['other.zip']));
    await register('--s3-bucket', 'mine');
    expect(account.buckets.get('mine')?.size).toBe(2);
    await unregister('--yes');
    expect([...(account.buckets.get('mine') ?? [])]).toEqual(['other.zip']);
  });

  it("leaves another type's package, and the contexts that both share", async () => {
    await register();
    account.buckets.get(packages)?.add('Acme-Docker-Image/a.zip');
    await unregister('--yes');
    expect(account.leftovers()).toEqual([packages, contexts]);
    expect([...(account.buckets.get(packages) ?? [])]).toEqual(['Acme-Docker-Image/a.zip']);
  });

  it('leaves the contexts of another type, whose package is in another bucket', async () => {
    account.buckets.set('mine', new Set());
    await register('--s3-bucket', 'mine');
    account.buckets.set(packages, new Set(['Acme-Docker-Image/a.zip']));
    await unregister('--yes');
    expect(account.buckets.has(contexts)).toBe(true);
  });
});

describe('builders that exist', () => {
  it.each([
    [['docker-builder-a'], '1 builder exists (a): without the type, no stack can update or delete it'],
    [['docker-builder-a', 'other', 'docker-builder-b'], '2 builders exist (a, b): without the type'],
    [
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `docker-builder-${name}`),
      '7 builders exist (a, b, c, d, e and 2 more)',
    ],
  ])('are named: %j', async (projects, warning) => {
    await register();
    account.projects = projects;
    const { code, stderr } = await unregister();
    expect({ code, stack: account.stack?.status }).toEqual({ code: 2, stack: 'CREATE_COMPLETE' });
    expect(stderr).toContain(warning);
    expect(stderr).toMatch(/nobody can be asked here: --yes confirms that this is what you want\n$/);
  });

  it('keep the build contexts', async () => {
    await register();
    account.projects = ['docker-builder-a'];
    await unregister('--yes');
    expect(account.leftovers()).toEqual([contexts]);
  });

  it('that nobody may list are warned about', async () => {
    await register();
    account.codebuild.on(ListProjectsCommand).rejects(serviceError('AccessDeniedException', 'no', 403));
    const { code, stderr } = await unregister('--yes');
    expect({ code, left: account.leftovers() }).toEqual({ code: 0, left: [contexts] });
    expect(stderr).toContain('warning: builders may exist');
  });
});

describe('a removal that fails', () => {
  it('names the right that is missing, and keeps the packages for the next attempt', async () => {
    await register();
    account.cloudformation
      .on(DeleteStackCommand)
      .rejects(serviceError('AccessDenied', 'no DeleteStack', 403));
    const { code, stderr } = await unregister('--yes');
    expect({ code, keys: account.buckets.get(packages)?.size }).toEqual({ code: 3, keys: 1 });
    expect(stderr).toContain('not permitted: no DeleteStack');
  });

  it('names an object that S3 does not delete, although the request succeeds', async () => {
    await register();
    account.s3.on(DeleteObjectsCommand).resolves({ Errors: [{ Key: 'a.zip', Message: 'Access Denied' }] });
    const { code, stderr } = await unregister('--yes');
    expect(code).toBe(3);
    expect(stderr).toContain(`s3://${packages}/a.zip can't be deleted: Access Denied`);
  });
});
