import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { attempt } from './service-error';
import { clientConfig, type Session } from './session';

/** The calls of CloudWatch Logs that a builder makes. */
export interface LogsPort {
  /** The newest lines of a stream (at most `limit`, of the last megabyte), oldest first; none when it is not there. */
  tail(group: string, stream: string, limit: number): Promise<string[]>;
  /** Also when it is gone already. */
  deleteGroup(group: string): Promise<void>;
}

export function logsPort(session: Session): LogsPort {
  const client = new CloudWatchLogs(clientConfig(session));
  const gone = ['ResourceNotFoundException'];
  return {
    async tail(group, stream, limit) {
      const answer = await attempt(
        'logs:GetLogEvents',
        () =>
          client.getLogEvents({ logGroupName: group, logStreamName: stream, limit, startFromHead: false }),
        gone,
      );
      return (answer?.events ?? []).map((event) => event.message ?? '');
    },
    async deleteGroup(group) {
      await attempt('logs:DeleteLogGroup', () => client.deleteLogGroup({ logGroupName: group }), gone);
    },
  };
}
