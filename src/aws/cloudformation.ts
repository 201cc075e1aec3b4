import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { CloudFormationPort } from '../ports/cloudformation';
import { callsUntil, present } from './call';
import { clientConfig, type Session } from './session';

const DESCRIBE = 'cloudformation:DescribeStacks';

export function cloudFormationPort(session: Session): CloudFormationPort {
  const client = new CloudFormationClient(clientConfig(session));
  const { must } = callsUntil(session.end);
  return {
    async stack(id) {
      const command = new DescribeStacksCommand({ StackName: id });
      const { Stacks = [] } = await must(DESCRIBE, (options) => client.send(command, options));
      const { StackStatus, StackStatusReason = '', RootId } = present(DESCRIBE, 'Stacks', Stacks[0]);
      return {
        status: present(DESCRIBE, 'StackStatus', StackStatus),
        statusReason: StackStatusReason,
        rootId: RootId,
      };
    },
  };
}
