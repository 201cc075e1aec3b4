import { randomUUID } from 'node:crypto';
import type { GetResourceInput, ListResourcesInput } from '@aws-sdk/client-cloudcontrol';
import type { Operations } from '../registry/operations';
import { identifierOf, type Properties } from '../registry/properties';
import type { Action, ProgressEvent } from '../registry/protocol';
import type { Registry } from '../registry/registry';
import type { TypeVersion } from '../registry/state';
import { AwsError } from '../service/errors';
import type { Checked } from '../service/service';
import { type Asker, type Behalf, behalfOf } from './asker';
import { parseObject } from './desired-state';
import { requireSuccess } from './handler-errors';
import { modelOf } from './identifier';
import { modelsOnPage } from './pages';
import { versionFor } from './types';

/** The calls that a handler answers at once. */
export class Reads {
  constructor(
    private readonly registry: Registry,
    private readonly operations: Operations,
  ) {}

  async get(input: Checked<GetResourceInput>, caller: Asker): Promise<object> {
    const version = versionFor(this.registry, input, 'READ', caller);
    const model = await this.read(
      version,
      modelOf(version.host.schema, input.Identifier),
      behalfOf(caller, input),
    );
    return { TypeName: input.TypeName, ResourceDescription: describe(version, model) };
  }

  async list(input: Checked<ListResourcesInput>, caller: Asker): Promise<object> {
    const version = versionFor(this.registry, input, 'LIST', caller);
    const { TypeName, ResourceModel, NextToken, MaxResults } = input;
    const properties = ResourceModel === undefined ? {} : parseObject(ResourceModel, 'ResourceModel');
    const behalf = behalfOf(caller, input);
    const page = await modelsOnPage(NextToken, MaxResults, (nextToken) =>
      this.ask(version, 'LIST', properties, behalf, nextToken),
    );
    return {
      TypeName,
      ResourceDescriptions: page.models.map((model) => describe(version, model)),
      NextToken: page.nextToken,
    };
  }

  /** A resource's model. @throws AwsError as the read handler fails */
  async read(version: TypeVersion, model: Properties, behalf: Behalf): Promise<Properties> {
    return (await this.ask(version, 'READ', model, behalf)).resourceModel ?? {};
  }

  private async ask(
    version: TypeVersion,
    action: Action,
    properties: Properties,
    behalf: Behalf,
    nextToken?: string,
  ): Promise<ProgressEvent> {
    const { typeName } = version;
    const token = randomUUID();
    const request = { typeName, action, properties, nextToken, token, ...behalf };
    let last: ProgressEvent = { status: 'none' };
    for await (const event of this.operations.of(request, version).responses()) {
      last = event;
      // READ and LIST may not take longer than one invocation. A failure that is retried is in progress too.
      if (event.status === 'IN_PROGRESS' && event.errorCode === undefined) break;
    }
    return requireSuccess(last, typeName, token);
  }
}

function describe({ typeName, host }: TypeVersion, model: Properties): object {
  const Identifier = identifierOf(host.schema, model);
  if (Identifier === undefined)
    throw new AwsError('PrivateTypeException', `${typeName} Handler returned a model without its identifier`);
  return { Identifier, Properties: JSON.stringify(model) };
}
