import { CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Session } from './session';

export interface Measured {
  resourceType: string;
  action: string;
  startedAt: Date;
  endedAt: Date;
  /** What the handler failed with, where it threw. */
  exception: string | undefined;
}

/** The namespace of a type's metrics, as the official runtime names it. */
const metricNamespace = (resourceType: string): string =>
  `AWS/CloudFormation/${resourceType.replaceAll('::', '/')}`;

/** The official runtime's three metrics of an invocation, in one PutMetricData. */
export function metricData({ resourceType, action, startedAt, endedAt, exception }: Measured): MetricDatum[] {
  const dimensions = (more: Record<string, string>) =>
    Object.entries({ DimensionKeyActionType: action, ...more, DimensionKeyResourceType: resourceType }).map(
      ([Name, Value]) => ({ Name, Value }),
    );
  const count: MetricDatum = {
    MetricName: 'HandlerInvocationCount',
    Dimensions: dimensions({}),
    Unit: 'Count',
    Timestamp: startedAt,
    Value: 1,
  };
  const duration: MetricDatum = {
    MetricName: 'HandlerInvocationDuration',
    Dimensions: dimensions({}),
    Unit: 'Milliseconds',
    Timestamp: endedAt,
    Value: endedAt.getTime() - startedAt.getTime(),
  };
  if (exception === undefined) return [count, duration];
  const thrown = dimensions({ DimensionKeyExceptionType: exception });
  return [
    count,
    duration,
    { MetricName: 'HandlerException', Dimensions: thrown, Unit: 'Count', Timestamp: endedAt, Value: 1 },
  ];
}

export async function deliverMetrics(session: Session, measured: Measured): Promise<void> {
  const client = new CloudWatchClient({
    ...session,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });
  const command = new PutMetricDataCommand({
    Namespace: metricNamespace(measured.resourceType),
    MetricData: metricData(measured),
  });
  await client.send(command);
}
