import { CloudFormationClient, ValidateTemplateCommand } from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { Connection } from '../../../cli/aws/connection';
import { validateTemplate } from '../../../cli/stack/validate-template';
import { TYPE_NAME } from '../../../cli/type-name';
import { serviceError } from '../../support/fake-stack';

const cloudformation = mockClient(CloudFormationClient);
const connection = new Connection({ region: 'us-east-1', endpoint: 'http://127.0.0.1:9' });
const validate = (capabilities: string[] = [], text = 'Resources: {}') =>
  validateTemplate(connection, text, capabilities, TYPE_NAME);

beforeEach(() => cloudformation.reset());
afterAll(() => cloudformation.restore());

describe('a template, before its folders are uploaded,', () => {
  it.each([
    [['CAPABILITY_IAM'], []],
    [['CAPABILITY_NAMED_IAM'], ['CAPABILITY_IAM']],
    [['CAPABILITY_AUTO_EXPAND'], ['CAPABILITY_NAMED_IAM']],
  ])('is refused when it needs %j and has %j', async (needed, given) => {
    cloudformation.on(ValidateTemplateCommand).resolves({ Capabilities: needed as ['CAPABILITY_IAM'] });
    await expect(validate(given)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(`--capabilities ${needed[0]}`),
    });
  });

  it.each([
    [['CAPABILITY_IAM'], ['CAPABILITY_IAM']],
    [['CAPABILITY_IAM'], ['CAPABILITY_NAMED_IAM']],
    [[], []],
  ])('is accepted when it needs %j and has %j', async (needed, given) => {
    cloudformation.on(ValidateTemplateCommand).resolves({ Capabilities: needed as ['CAPABILITY_IAM'] });
    await expect(validate(given)).resolves.toBeUndefined();
  });

  it("is refused in CloudFormation's words", async () => {
    cloudformation.on(ValidateTemplateCommand).rejects(serviceError('ValidationError', 'Unresolved X'));
    await expect(validate()).rejects.toMatchObject({
      exitCode: 2,
      message: 'CloudFormation refuses the change: Unresolved X',
    });
  });

  it.each([
    serviceError('AccessDenied', 'cloudformation:ValidateTemplate', 403),
    serviceError(
      'ValidationError',
      'Template error: YAML aliases are not allowed in CloudFormation templates',
    ),
    serviceError('InternalFailure', 'x', 500),
  ])('is left to the change set after %s', async (error) => {
    cloudformation.on(ValidateTemplateCommand).rejects(error);
    await expect(validate()).resolves.toBeUndefined();
  });

  it('is left to the change set when it is too long for a request', async () => {
    await validate([], `# ${'x'.repeat(60_000)}`);
    expect(cloudformation.calls()).toHaveLength(0);
  });
});
