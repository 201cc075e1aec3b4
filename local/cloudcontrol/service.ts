import type { Operations } from '../registry/operations';
import type { Registry } from '../registry/registry';
import { type ServiceModel, shapeChecks } from '../service/api-model';
import { AwsError } from '../service/errors';
import { type Caller, type Service, scopeOf } from '../service/service';
import type { Asker } from './asker';
import { Changes } from './changes';
import { Reads } from './reads';
import { refusals } from './refusals';
import { progressEventOf, type ResourceRequest } from './request';
import {
  cancelResourceRequest,
  getResourceRequestStatus,
  type Known,
  listResourceRequests,
} from './request-calls';
import { Requests } from './requests';

export interface CloudControlOptions {
  registry: Registry;
  operations: Operations;
  /** The service's published API model. */
  model: ServiceModel;
  /** Milliseconds since 1970. */
  now(): number;
}

/** Cloud Control API for registered types: their handlers, called as stacks call them. */
export function cloudControlService(options: CloudControlOptions): Service {
  const { registry, operations, model, now } = options;
  const checks = shapeChecks(model);
  const reads = new Reads(registry, operations);
  const changes = new Changes(registry, operations, reads, now);
  const regions = new Map<string, Requests>();

  function requestsOf(caller: Caller): Requests {
    const requests = regions.get(scopeOf(caller)) ?? new Requests(now);
    regions.set(scopeOf(caller), requests);
    return requests;
  }
  const known = (caller: Asker): Known => ({ requests: requestsOf(caller), others: caller.others ?? [] });

  /** Each gets an input that was checked against the API model of its call. */
  const calls: Record<string, (input: never, caller: Asker) => object | Promise<object>> = {
    CreateResource: async (input, caller) => begun(await changes.create(input, caller, requestsOf(caller))),
    UpdateResource: async (input, caller) => begun(await changes.update(input, caller, requestsOf(caller))),
    DeleteResource: async (input, caller) => begun(await changes.delete(input, caller, requestsOf(caller))),
    GetResource: (input, caller) => reads.get(input, caller),
    ListResources: (input, caller) => reads.list(input, caller),
    GetResourceRequestStatus: (input, caller) => getResourceRequestStatus(input, known(caller)),
    ListResourceRequests: (input, caller) => listResourceRequests(input, known(caller)),
    CancelResourceRequest: (input, caller) => cancelResourceRequest(input, known(caller)),
  };

  return {
    async handle(operation, input, caller) {
      const call = calls[operation];
      if (call === undefined)
        throw new AwsError(
          'UnknownOperationException',
          `this endpoint has no cloudcontrol:${operation}`,
          404,
        );
      try {
        const fault = checks.input(operation)(input);
        if (fault !== undefined) throw refusals.invalid(fault);
        return await call(input as never, caller);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        throw new AwsError(error.code, error.message, model.shapes[error.code]?.fault ? 500 : 400);
      }
    },
    async stop() {
      for (const requests of regions.values()) requests.interruptAll();
    },
  };
}

const begun = (request: ResourceRequest): object => ({ ProgressEvent: progressEventOf(request) });
