import { DescribeLogStreamsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Build } from '@aws-sdk/client-codebuild';
import type { Connection } from '../aws/connection';
import { hasName, isDenied } from '../aws/service-error';
import { projectOf } from '../type-name';
import { BuildLog } from './build-log';
import { isRunning } from './build-state';
import { LogStream } from './log-stream';
import { recentBuilds } from './recent-builds';

/** The log of a builder's newest build. */
export interface NewestLog {
  buildId: string;
  /** The lines since the last call. */
  next(): Promise<string[]>;
  /** Whether further lines may come. */
  isOpen(): Promise<boolean>;
}

/**
 * The newest log of the builds under any of these builder names. A builder that a rollback has deleted has no builds
 * any more, but its log may be kept.
 */
export async function newestLog(
  connection: Connection,
  names: readonly string[],
  onDenied: (error: unknown) => void,
): Promise<NewestLog | undefined> {
  const builds = await Promise.all(
    names.map((name) =>
      recentBuilds(connection.codebuild, name).catch((error: unknown) => {
        if (!isDenied(error)) throw error;
        onDenied(error);
        return [];
      }),
    ),
  );
  const [build] = builds.flat().sort(byStart);
  if (build?.id !== undefined) return logOfBuild(connection, build, build.id);
  const streams = await Promise.all(names.flatMap(logGroups).map((group) => newestStream(connection, group)));
  const [stream] = streams.flatMap((one) => one ?? []).sort((a, b) => b.time - a.time);
  if (stream === undefined) return undefined;
  const log = new LogStream(stream.group, stream.name);
  return { buildId: stream.name, next: () => log.next(connection.logs), isOpen: async () => false };
}

const byStart = (a: Build, b: Build) => (b.startTime?.getTime() ?? 0) - (a.startTime?.getTime() ?? 0);

function logOfBuild(connection: Connection, build: Build, id: string): NewestLog {
  const log = new BuildLog(id);
  const name = String(build.projectName).slice(projectOf('').length);
  let current = build;
  return {
    buildId: id,
    next: () => log.next(connection.logs, current),
    isOpen: async () => {
      if (!isRunning(current)) return false;
      const again = await recentBuilds(connection.codebuild, name);
      current = again.find((one) => one.id === id) ?? { ...current, buildStatus: 'STOPPED' };
      return true;
    },
  };
}

/** CodeBuild's own group, and the one of `Logs.Retain`. */
const logGroups = (name: string) => [`/aws/codebuild/${projectOf(name)}`, `/docker-builder/${name}`];

async function newestStream({ logs }: Connection, group: string) {
  try {
    const { logStreams = [] } = await logs.send(
      new DescribeLogStreamsCommand({
        logGroupName: group,
        orderBy: 'LastEventTime',
        descending: true,
        limit: 1,
      }),
    );
    const [stream] = logStreams;
    return stream?.logStreamName === undefined
      ? undefined
      : { group, name: stream.logStreamName, time: stream.lastEventTimestamp ?? stream.creationTime ?? 0 };
  } catch (error) {
    if (hasName(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}
