import {
  type CloudFormationClient,
  DescribeStackResourcesCommand,
  type StackResource,
} from '@aws-sdk/client-cloudformation';
import type { StackEvent } from '../display/report';

/** A builder of a stack by its logical id, with every name it has had; the newest first. */
export interface BuilderNames {
  logicalId: string;
  names: string[];
  /** The reason of its last failure. */
  failure?: string;
}

/**
 * The builders of a stack, also those that a rollback or a deletion has removed: the events keep their names. The
 * resources are asked as well, since events expire after 90 days.
 */
export async function stackBuilders(
  cloudformation: CloudFormationClient,
  stackId: string,
  typeName: string,
  events: readonly StackEvent[],
): Promise<BuilderNames[]> {
  const { StackResources = [] } = await cloudformation.send(
    new DescribeStackResourcesCommand({ StackName: stackId }),
  );
  return builderNames(typeName, events, StackResources);
}

/** `events` are oldest first. */
function builderNames(
  typeName: string,
  events: readonly StackEvent[],
  resources: readonly StackResource[],
): BuilderNames[] {
  const found = new Map<string, BuilderNames>();
  const note = (logicalId: string, name: string): BuilderNames => {
    const builder = found.get(logicalId) ?? { logicalId, names: [] };
    found.set(logicalId, builder);
    if (name !== '' && !builder.names.includes(name)) builder.names.push(name);
    return builder;
  };
  for (const { resourceType, logicalId, physicalId, status, reason } of events.toReversed()) {
    if (resourceType !== typeName) continue;
    const builder = note(logicalId, physicalId);
    if (status.endsWith('_FAILED') && reason !== undefined) builder.failure ??= reason;
  }
  for (const { ResourceType, LogicalResourceId = '', PhysicalResourceId = '' } of resources) {
    if (ResourceType === typeName) note(LogicalResourceId, PhysicalResourceId);
  }
  return [...found.values()];
}
