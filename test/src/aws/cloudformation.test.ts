import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { cloudFormationPort } from '../../../src/aws/cloudformation';

const sdk = mockClient(CloudFormationClient);
const port = cloudFormationPort({ region: 'us-east-1' });
beforeEach(() => sdk.reset());

it('a stack has its status, the reason and its root', async () => {
  sdk.on(DescribeStacksCommand, { StackName: 'arn:stack' }).resolves({
    Stacks: [
      {
        StackName: 'web',
        CreationTime: new Date(),
        StackStatus: 'ROLLBACK_IN_PROGRESS',
        StackStatusReason: 'why',
        RootId: 'arn:root',
      },
    ],
  });
  expect(await port.stack('arn:stack')).toEqual({
    status: 'ROLLBACK_IN_PROGRESS',
    statusReason: 'why',
    rootId: 'arn:root',
  });
});

it('a stack that does not exist is an error', async () => {
  sdk.on(DescribeStacksCommand).rejects(Object.assign(new Error('none'), { name: 'ValidationError' }));
  await expect(port.stack('arn:stack')).rejects.toThrow('none');
});
