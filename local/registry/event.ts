import type { Credentials } from '../service/credentials';
import { asStrings, type Properties } from './properties';
import type { Action, OperationRequest } from './protocol';
import type { TypeVersion } from './state';

/** One invocation within an operation. */
export interface Invocation {
  action: Action;
  model: Properties;
  callbackContext: object | undefined;
}

export interface EventInput {
  request: OperationRequest;
  version: TypeVersion;
  bearerToken: string;
  callerCredentials: Credentials;
  /** For the handler's log, where the type has one. */
  providerCredentials: Credentials | undefined;
  typeConfiguration: Record<string, unknown> | undefined;
}

/** The event that CloudFormation sends to a handler. */
export function eventOf({ action, model, callbackContext }: Invocation, input: EventInput): object {
  const { request, version, bearerToken, callerCredentials, providerCredentials, typeConfiguration } = input;
  return {
    awsAccountId: request.account,
    bearerToken,
    region: request.region,
    action,
    responseEndpoint: null,
    resourceType: version.typeName,
    resourceTypeVersion: version.versionId,
    ...(callbackContext && { callbackContext }),
    ...(request.nextToken !== undefined && { nextToken: request.nextToken }),
    requestData: {
      callerCredentials,
      ...(providerCredentials && { providerCredentials, providerLogGroupName: version.logging?.group }),
      logicalResourceId: request.logicalId,
      resourceProperties: asStrings(model),
      previousResourceProperties:
        action === 'UPDATE' && request.previous ? asStrings(request.previous) : null,
      stackTags: request.stackTags ?? {},
      previousStackTags: request.previousStackTags ?? {},
      systemTags: systemTags(request),
      typeConfiguration: typeConfiguration ?? null,
    },
    stackId: request.stackId,
  };
}

function systemTags({ stackId, logicalId }: OperationRequest): object {
  const stackName = stackId?.split('/')[1];
  if (stackName === undefined) return {};
  return {
    'aws:cloudformation:stack-name': stackName,
    'aws:cloudformation:stack-id': stackId,
    'aws:cloudformation:logical-id': logicalId,
  };
}
