import { CreateChangeSetCommand, ExecuteChangeSetCommand } from '@aws-sdk/client-cloudformation';
import { Connection } from '../../../cli/aws/connection';
import { prepare } from '../../../cli/local/prepare';
import { registerPackage } from '../../../cli/local/register-package';
import { readPackage } from '../../../cli/registration/read-package';
import { awsEnvironment } from '../../support/command-line';
import { FakeAccount } from '../../support/fake-account';
import { serviceError } from '../../support/fake-stack';

const before = { ...process.env };
let account: FakeAccount;
let log: string[];

beforeEach(() => {
  Object.assign(process.env, awsEnvironment);
  account = new FakeAccount();
  log = [];
});

afterEach(() => {
  account.restore();
  process.env = { ...before };
});

const connection = () => new Connection({ region: 'us-east-1', endpoint: 'http://127.0.0.1:9' });
const preparing = () => prepare(connection(), (line) => log.push(line));
const { signal } = new AbortController();

describe('a Region of a local engine', () => {
  it('is brought to the state in which register leaves a Region of AWS, once', async () => {
    await preparing();
    await preparing();
    expect(account.leftovers()).toEqual([
      'docker-builder-registration',
      '00000001',
      'docker-builder-123456789012-us-east-1',
      'docker-builder-packages-123456789012-us-east-1',
    ]);
    expect(log).toEqual([expect.stringMatching(/^registered TokenInjectable::Docker::Builder in us-east-1/)]);
  });

  it('gets the package of this version in place of an earlier one', async () => {
    await preparing();
    Object.assign(account.stack?.parameters[0] ?? {}, { ParameterValue: 's3://packages/earlier.zip' });
    await preparing();
    expect(account.versions).toEqual(['00000002']);
  });

  it('keeps what the user registered by other means', async () => {
    account.submit();
    await preparing();
    expect({ versions: account.versions, stack: account.stack, log }).toEqual({
      versions: ['00000001'],
      stack: undefined,
      log: [],
    });
  });

  it('keeps a version that the user made the default one later', async () => {
    await preparing();
    account.submit();
    await preparing();
    expect(account.defaultVersion).toBe('00000002');
  });

  it('is not ready when the type can not be registered', async () => {
    account.failure = 'the handler could not be loaded';
    await expect(preparing()).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('the handler could not be loaded'),
    });
  });

  it('is ready when another command was the first to register the type', async () => {
    account.cloudformation.on(ExecuteChangeSetCommand).callsFake(async () => {
      account.execute();
      throw serviceError(
        'InvalidChangeSetStatus',
        'the stack is not in the state that the change set expects',
      );
    });
    await preparing();
    expect(account.versions).toEqual(['00000001']);
    expect(account.buckets.get('docker-builder-packages-123456789012-us-east-1')?.size).toBe(1);
    expect(account.cloudformation.commandCalls(CreateChangeSetCommand)).toHaveLength(1);
  });
});

describe('a further type of a local engine', () => {
  it('is registered by the same package bucket', async () => {
    await registerPackage(connection(), await readPackage(), signal);
    expect(account.leftovers()).toEqual(['00000001', 'docker-builder-packages-123456789012-us-east-1']);
  });

  it('that can not be registered is refused with the reason', async () => {
    account.failure = 'its schema is not valid';
    await expect(registerPackage(connection(), await readPackage(), signal)).rejects.toMatchObject({
      exitCode: 3,
      message: 'TokenInjectable::Docker::Builder could not be registered: its schema is not valid',
    });
  });
});
