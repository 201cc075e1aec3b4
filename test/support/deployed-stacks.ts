import { CloudFormation, type StackEvent } from '@aws-sdk/client-cloudformation';

/** CloudFormation on the engine of the integration tests, where operations are waited for. */
export const cloudformation = new CloudFormation({});

const Capabilities = ['CAPABILITY_NAMED_IAM' as const];

export interface Settled {
  status: string;
  outputs: Record<string, string>;
  parameters: Record<string, string>;
}

/** Waits until a stack no longer moves. */
export async function settle(StackName: string): Promise<Settled> {
  for (;;) {
    const { Stacks: [stack] = [] } = await cloudformation.describeStacks({ StackName });
    const status = stack?.StackStatus ?? 'NONE';
    if (!status.endsWith('_IN_PROGRESS')) {
      const outputs = (stack?.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]);
      const parameters = (stack?.Parameters ?? []).map((one) => [one.ParameterKey, one.ParameterValue]);
      return { status, outputs: Object.fromEntries(outputs), parameters: Object.fromEntries(parameters) };
    }
    await new Promise((done) => setTimeout(done, 20));
  }
}

export async function create(StackName: string, template: object): Promise<Settled> {
  await cloudformation.createStack({ StackName, TemplateBody: JSON.stringify(template), Capabilities });
  return settle(StackName);
}

export async function beginUpdate(
  StackName: string,
  template: object,
  parameters: Record<string, string> = {},
): Promise<void> {
  await cloudformation.updateStack({
    StackName,
    TemplateBody: JSON.stringify(template),
    Capabilities,
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
  });
}

export async function update(StackName: string, template: object): Promise<Settled> {
  await beginUpdate(StackName, template);
  return settle(StackName);
}

export async function remove(StackName: string): Promise<void> {
  const { Stacks: [stack] = [] } = await cloudformation.describeStacks({ StackName });
  await cloudformation.deleteStack({ StackName });
  await settle(stack?.StackId ?? StackName);
}

/** The events of a stack's last operation, oldest first: `Queue CREATE_COMPLETE`. */
export async function lastEvents(
  StackName: string,
  show: (event: StackEvent) => string = shortly,
): Promise<string[]> {
  const { StackEvents = [] } = await cloudformation.describeStackEvents({ StackName });
  const begins = StackEvents.findIndex(
    ({ ResourceStatusReason, PhysicalResourceId, StackId }) =>
      ResourceStatusReason === 'User Initiated' && PhysicalResourceId === StackId,
  );
  return StackEvents.slice(0, begins + 1)
    .reverse()
    .map(show);
}

export const shortly = ({ LogicalResourceId, StackName, ResourceStatus }: StackEvent): string =>
  `${LogicalResourceId === StackName ? 'stack' : LogicalResourceId} ${ResourceStatus}`;
