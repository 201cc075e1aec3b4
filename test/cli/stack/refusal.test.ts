import { Connection, type ConnectionOptions } from '../../../cli/aws/connection';
import { refusal } from '../../../cli/stack/refusal';
import { TYPE_NAME } from '../../../cli/type-name';

const before = process.env.AWS_ENDPOINT_URL;
beforeEach(() => {
  delete process.env.AWS_ENDPOINT_URL;
});
afterEach(() => {
  if (before !== undefined) process.env.AWS_ENDPOINT_URL = before;
});

const refused = (reason: string, typeName = TYPE_NAME, options: ConnectionOptions = {}) =>
  refusal(reason, typeName, new Connection({ region: 'eu-west-1', ...options }));

describe('a refusal of CloudFormation', () => {
  it.each<[string, string, string, ConnectionOptions, RegExp]>([
    [
      'in a Region of AWS',
      `Template format error: Unrecognized resource types: [${TYPE_NAME}]`,
      TYPE_NAME,
      {},
      /^TokenInjectable::Docker::Builder is not registered in eu-west-1: run .*docker-builder register --region eu-west-1$/,
    ],
    [
      'among other unknown types',
      `Unrecognized resource types: [A::B::C, ${TYPE_NAME}]`,
      TYPE_NAME,
      {},
      /register --region eu-west-1$/,
    ],
    [
      'with a profile and another name',
      'Unrecognized resource types: [Acme::Docker::Image]',
      'Acme::Docker::Image',
      { profile: 'prod' },
      /register --region eu-west-1 --profile prod --type-name Acme::Docker::Image$/,
    ],
    [
      'at a local endpoint',
      `Unrecognized resource types: [${TYPE_NAME}]`,
      TYPE_NAME,
      { endpoint: 'http://127.0.0.1:9' },
      /not registered at this endpoint in eu-west-1: run .* register --region eu-west-1; .* local up starts/,
    ],
  ])('of the type says how to register it: %s', async (_where, reason, typeName, options, message) => {
    const failure = await refused(reason, typeName, options);
    expect(failure).toMatchObject({ exitCode: 3, message: expect.stringMatching(message) });
  });

  it.each([
    'Unrecognized resource types: [A::B::C]',
    `Unrecognized resource types: [${TYPE_NAME}s]`,
    'Parameters: [X] must have values',
  ])('of something else is quoted: %s', async (reason) => {
    expect(await refused(reason)).toMatchObject({
      exitCode: 2,
      message: `CloudFormation refuses the change: ${reason}`,
    });
  });
});
