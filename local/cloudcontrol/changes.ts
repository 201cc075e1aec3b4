import type {
  CreateResourceInput,
  DeleteResourceInput,
  UpdateResourceInput,
} from '@aws-sdk/client-cloudcontrol';
import type { Operations } from '../registry/operations';
import { identifierOf, modelOfIdentifier, type Properties } from '../registry/properties';
import type { Registry } from '../registry/registry';
import type { TypeVersion } from '../registry/state';
import type { Checked } from '../service/service';
import { type Asker, type Behalf, behalfOf } from './asker';
import { desiredState } from './desired-state';
import { follow } from './follow';
import { modelOf } from './identifier';
import type { Claim } from './occupied';
import type { Reads } from './reads';
import type { ResourceRequest } from './request';
import type { Requests } from './requests';
import { versionFor } from './types';
import { updatedState } from './updated-state';

type Kind = 'CREATE' | 'UPDATE' | 'DELETE';
type Input = Checked<CreateResourceInput | UpdateResourceInput | DeleteResourceInput>;

/** An operation that is about to begin. */
interface Work {
  version: TypeVersion;
  behalf: Behalf;
  claim: Claim;
  identifier?: string | undefined;
  properties: Properties;
  previous?: Properties;
}

/** The calls that begin an operation on a resource and answer before it is done. */
export class Changes {
  constructor(
    private readonly registry: Registry,
    private readonly operations: Operations,
    private readonly reads: Reads,
    private readonly now: () => number,
  ) {}

  create(input: Checked<CreateResourceInput>, asker: Asker, requests: Requests): Promise<ResourceRequest> {
    return once('CREATE', input, requests, async () => {
      const version = versionFor(this.registry, input, 'CREATE', asker);
      const properties = desiredState(input.DesiredState, version);
      const identifier = identifierOf(version.host.schema, properties);
      const claim = requests.occupied.claim(input.TypeName, identifier);
      const behalf = behalfOf(asker, input);
      return this.start('CREATE', { version, behalf, claim, identifier, properties }, requests);
    });
  }

  update(input: Checked<UpdateResourceInput>, asker: Asker, requests: Requests): Promise<ResourceRequest> {
    return once('UPDATE', input, requests, async () => {
      const version = versionFor(this.registry, input, 'UPDATE', asker);
      const behalf = behalfOf(asker, input);
      const identifier = await this.primary(version, input.Identifier, behalf);
      const claim = requests.occupied.claim(input.TypeName, identifier);
      try {
        const named = modelOfIdentifier(version.host.schema, identifier);
        const previous = await this.reads.read(version, named, behalf);
        const properties = updatedState(previous, input.PatchDocument, version);
        const work = { version, behalf, claim, identifier, properties, previous };
        return this.start('UPDATE', work, requests);
      } catch (error) {
        requests.occupied.release(claim);
        throw error;
      }
    });
  }

  delete(input: Checked<DeleteResourceInput>, asker: Asker, requests: Requests): Promise<ResourceRequest> {
    return once('DELETE', input, requests, async () => {
      const version = versionFor(this.registry, input, 'DELETE', asker);
      const behalf = behalfOf(asker, input);
      const identifier = await this.primary(version, input.Identifier, behalf);
      const claim = requests.occupied.claim(input.TypeName, identifier);
      return this.start('DELETE', { version, behalf, claim, identifier, properties: {} }, requests);
    });
  }

  /** The primary identifier; the read handler is asked for it when a secondary one is given. */
  private async primary(version: TypeVersion, identifier: string, behalf: Behalf): Promise<string> {
    const { schema } = version.host;
    const model = modelOf(schema, identifier);
    const known = identifierOf(schema, model);
    if (known !== undefined) return known;
    const read = await this.reads.read(version, model, behalf);
    return identifierOf(schema, read) ?? identifier;
  }

  private start(
    action: Kind,
    { version, behalf, claim, identifier, properties, previous }: Work,
    requests: Requests,
  ): ResourceRequest {
    const { typeName } = version;
    const request = requests.add({ typeName, operation: action, identifier }, claim, () =>
      operation.interrupt(),
    );
    const physicalId = action === 'CREATE' ? undefined : identifier;
    const operation = this.operations.of(
      {
        typeName,
        action,
        properties,
        ...(previous !== undefined && { previous }),
        ...(physicalId !== undefined && { physicalId }),
        token: request.token,
        ...behalf,
      },
      version,
    );
    void follow(operation, request, requests, version.host.schema, this.now);
    return request;
  }
}

/** The same request with the same token is the request that it was the first time. */
const once = (
  kind: Kind,
  { ClientToken, ...rest }: Input,
  { clientTokens }: Requests,
  begin: () => Promise<ResourceRequest>,
): Promise<ResourceRequest> =>
  clientTokens.once(ClientToken, JSON.stringify([kind, Object.entries(rest).sort()]), begin);
