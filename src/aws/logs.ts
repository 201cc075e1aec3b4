import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  GetLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogsPort } from '../ports/logs';
import { ServiceError } from '../ports/service-error';
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
    async hasGroup(logGroupName) {
      // The right to read a build's log is all that it takes; only the message says what is missing.
      const command = new GetLogEventsCommand({ logGroupName, logStreamName: 'none', limit: 1 });
      try {
        await must('logs:GetLogEvents', (options) => client.send(command, options));
        return true;
      } catch (error) {
        if (!(error instanceof ServiceError) || !gone.includes(error.code)) throw error;
        return /log stream/i.test(error.message);
      }
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
