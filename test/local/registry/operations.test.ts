import { Operations } from '../../../local/registry/operations';
import type { RegistryOptions } from '../../../local/registry/options';
import type { OperationRequest, ProgressEvent, Step } from '../../../local/registry/protocol';
import { Registry } from '../../../local/registry/registry';
import type { TypeVersion } from '../../../local/registry/state';

const request: OperationRequest = {
  typeName: 'My::Own::Type',
  action: 'CREATE',
  properties: {},
  stackId: 'stack-1',
  account: '1',
  region: 'r',
};

function operationsOf(answer: (count: number) => ProgressEvent) {
  const registry = new Registry({} as RegistryOptions);
  let count = 0;
  const version = {
    typeName: request.typeName,
    versionId: '1',
    check: () => undefined,
    host: {
      schema: {
        typeName: request.typeName,
        properties: {},
        primaryIdentifier: ['/properties/Id'],
        handlers: {},
      },
      invoke: async () => {
        count += 1;
        return answer(count);
      },
    },
  } as unknown as TypeVersion;
  registry.state(request).types.set(request.typeName, {
    name: request.typeName,
    versions: [version],
    defaultVersion: '1',
    configuration: undefined,
  });
  const operations = new Operations(registry, {
    credentials: async () => ({ accessKeyId: '', secretAccessKey: '', sessionToken: '' }),
    typeConfiguration: () => undefined,
    now: () => 0,
    sleep: async () => {},
  });
  return operations;
}

const inProgress = { status: 'IN_PROGRESS', callbackDelaySeconds: 1 };

async function stepsOf(run: AsyncGenerator<Step>): Promise<Step[]> {
  const steps: Step[] = [];
  for await (const step of run) steps.push(step);
  return steps;
}

it('ends the creates of a stack that is deleted, and those alone', async () => {
  let cancel = (_stackId: string) => {};
  const operations = operationsOf((count) => {
    if (count === 2) cancel('stack-2');
    if (count === 4) cancel('stack-1');
    return inProgress;
  });
  cancel = (stackId) => operations.cancel(stackId);
  expect(await stepsOf(operations.run(request))).toEqual([
    { failure: 'Resource creation cancelled', code: 'Cancelled' },
  ]);
});

it('refuses a type that is not registered in the Region', async () => {
  const operations = operationsOf(() => inProgress);
  await expect(stepsOf(operations.run({ ...request, region: 'other' }))).rejects.toThrow(
    "The type 'My::Own::Type' cannot be found.",
  );
});
