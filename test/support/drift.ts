import type {
  DescribeStackDriftDetectionStatusOutput,
  StackResourceDrift,
} from '@aws-sdk/client-cloudformation';
import { cloudformation } from './deployed-stacks';

export interface StackDrift {
  /** Of the stack: IN_SYNC, DRIFTED, ... */
  status: string | undefined;
  detection: string | undefined;
  /** Logical id -> the resource's status and its differences: `MODIFIED /Tags/0/Value NOT_EQUAL a b`. */
  resources: Record<string, string[]>;
}

/** Detects the drift of a stack and waits for the result. */
export async function detectDrift(StackName: string): Promise<StackDrift> {
  const { StackDriftDetectionId } = await cloudformation.detectStackDrift({ StackName });
  const { StackDriftStatus: status, DetectionStatus: detection } = await detected(() =>
    cloudformation.describeStackDriftDetectionStatus({ StackDriftDetectionId }),
  );
  const { StackResourceDrifts = [] } = await cloudformation.describeStackResourceDrifts({ StackName });
  const resources = StackResourceDrifts.map((one) => [one.LogicalResourceId, linesOf(one)] as const);
  return { status, detection, resources: Object.fromEntries(resources) };
}

/** The status of a detection that has ended. */
export async function detected(
  statusOf: () => Promise<DescribeStackDriftDetectionStatusOutput>,
): Promise<DescribeStackDriftDetectionStatusOutput> {
  for (;;) {
    const status = await statusOf();
    if (status.DetectionStatus !== 'DETECTION_IN_PROGRESS') return status;
    await new Promise((done) => setTimeout(done, 20));
  }
}

export const linesOf = ({
  StackResourceDriftStatus: status,
  PropertyDifferences = [],
}: StackResourceDrift): string[] => [
  `${status}`,
  ...PropertyDifferences.map(
    ({ PropertyPath, DifferenceType, ExpectedValue, ActualValue }) =>
      `${PropertyPath} ${DifferenceType} ${ExpectedValue} ${ActualValue}`,
  ).sort(),
];
