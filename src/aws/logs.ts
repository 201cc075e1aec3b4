import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  GetLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogsPort } from '../ports/logs';
import { callsUntil } from './call';
import { clientConfig, type Session } from './session';

export function logsPort(session: Session): LogsPort {
  const client = new CloudWatchLogsClient(clientConfig(session));
  const { attempt, must } = callsUntil(session.end);
  const gone = ['ResourceNotFoundException'];
  return {
    async tail(logGroupName, logStreamName, limit) {
      const command = new GetLogEventsCommand({ logGroupName, logStreamName, limit, startFromHead: false });
      const answer = await attempt('logs:GetLogEvents', (options) => client.send(command, options), gone);
      return (answer?.events ?? []).map((event) => event.message ?? '');
    },
    async ensureGroup(logGroupName, retentionInDays, tags) {
      const create = new CreateLogGroupCommand({ logGroupName, tags });
      const exists = ['ResourceAlreadyExistsException'];
      await attempt('logs:CreateLogGroup', (options) => client.send(create, options), exists);
      const keep = new PutRetentionPolicyCommand({ logGroupName, retentionInDays });
      await must('logs:PutRetentionPolicy', (options) => client.send(keep, options));
    },
    async deleteGroup(logGroupName) {
      const command = new DeleteLogGroupCommand({ logGroupName });
      await attempt('logs:DeleteLogGroup', (options) => client.send(command, options), gone);
    },
  };
}
