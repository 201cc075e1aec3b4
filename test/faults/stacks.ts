import { CloudFormation, type OnFailure, type StackEvent } from '@aws-sdk/client-cloudformation';
import { ROOT_KEYS } from '../../local/engine/endpoint';

/** CloudFormation as tests use it: start something, then wait until it has settled. */
export interface Stacks {
  create(name: string, resources: object, onFailure?: OnFailure): Promise<Settled>;
  update(name: string, resources: object): Promise<Settled>;
  delete(name: string): Promise<Settled>;
  continueRollback(name: string): Promise<Settled>;
  /** Starts a create and does not wait. */
  begin(name: string, resources: object): Promise<void>;
  /** Waits until the stack no longer moves. */
  settled(name: string): Promise<Settled>;
  events(name: string): Promise<StackEvent[]>;
}

interface Settled {
  status: string;
  outputs: Record<string, string>;
}

const bodyOf = (resources: object): string =>
  JSON.stringify({
    Resources: resources,
    Outputs: Object.fromEntries(
      Object.entries(resources)
        .filter(([, { Type }]) => Type === 'TokenInjectable::Docker::Builder')
        .map(([id]) => [`${id}Uri`, { Value: { 'Fn::GetAtt': [id, 'ImageUri'] } }]),
    ),
  });

export function stacksOn(endpoint: string): Stacks {
  const cloudformation = new CloudFormation({
    endpoint,
    region: 'us-east-1',
    credentials: ROOT_KEYS,
  });
  const Capabilities = ['CAPABILITY_NAMED_IAM' as const];
  const ids = new Map<string, string>();

  async function settled(name: string): Promise<Settled> {
    for (;;) {
      const { Stacks = [] } = await cloudformation.describeStacks({ StackName: ids.get(name) ?? name });
      const [stack] = Stacks;
      const status = stack?.StackStatus ?? 'NONE';
      if (status.endsWith('_IN_PROGRESS')) {
        await new Promise((done) => setTimeout(done, 50));
        continue;
      }
      const outputs = (stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [
        OutputKey,
        OutputValue,
      ]);
      return { status, outputs: Object.fromEntries(outputs) };
    }
  }

  async function begin(name: string, resources: object, OnFailure: OnFailure = 'ROLLBACK'): Promise<void> {
    const { StackId = '' } = await cloudformation.createStack({
      StackName: name,
      TemplateBody: bodyOf(resources),
      OnFailure,
      Capabilities,
    });
    ids.set(name, StackId);
  }

  return {
    begin,
    settled,
    async create(name, resources, onFailure) {
      await begin(name, resources, onFailure);
      return settled(name);
    },
    async update(name, resources) {
      await cloudformation.updateStack({
        StackName: name,
        TemplateBody: bodyOf(resources),
        Capabilities,
      });
      return settled(name);
    },
    async delete(name) {
      await cloudformation.deleteStack({ StackName: ids.get(name) ?? name });
      return settled(name);
    },
    async continueRollback(name) {
      await cloudformation.continueUpdateRollback({ StackName: name });
      return settled(name);
    },
    async events(name) {
      const { StackEvents = [] } = await cloudformation.describeStackEvents({
        StackName: ids.get(name) ?? name,
      });
      return StackEvents;
    },
  };
}
