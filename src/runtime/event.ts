import type { Action, HandlerRequest, SessionCredentials } from './protocol';

/** What CloudFormation posts to the function; members that a caller leaves out are undefined or null. */
export interface HandlerEvent {
  action?: string;
  awsAccountId?: string;
  bearerToken?: string;
  region?: string;
  stackId?: string | null;
  resourceType?: string;
  callbackContext?: Record<string, unknown> | null;
  nextToken?: string | null;
  requestData?: {
    resourceProperties?: unknown;
    previousResourceProperties?: unknown;
    logicalResourceId?: string | null;
    stackTags?: Record<string, string> | null;
    previousStackTags?: Record<string, string> | null;
    systemTags?: Record<string, string> | null;
    previousSystemTags?: Record<string, string> | null;
    typeConfiguration?: unknown;
    callerCredentials?: SessionCredentials | null;
    providerCredentials?: SessionCredentials | null;
    providerLogGroupName?: string | null;
  };
}

/** What `sam local invoke` posts to the test entry point. */
export interface TestEvent {
  action?: string;
  region?: string;
  credentials?: SessionCredentials | null;
  callbackContext?: Record<string, unknown> | null;
  request?: {
    clientRequestToken?: string;
    desiredResourceState?: unknown;
    previousResourceState?: unknown;
    desiredResourceTags?: Record<string, string> | null;
    previousResourceTags?: Record<string, string> | null;
    systemTags?: Record<string, string> | null;
    awsAccountId?: string;
    logicalResourceIdentifier?: string | null;
    nextToken?: string | null;
  };
}

/** Converts raw properties to what an action needs of them; anything it throws is the caller's mistake. */
export interface Coerce<Model, TypeConfiguration> {
  model(raw: unknown, action: Action): Model;
  typeConfiguration(raw: unknown, action: Action): TypeConfiguration;
}

const ACTIONS: readonly string[] = ['CREATE', 'READ', 'UPDATE', 'DELETE', 'LIST'];

export const isAction = (name: string | undefined): name is Action =>
  name !== undefined && ACTIONS.includes(name);

/** The partition that a Region is in, by the prefixes of its name (AWS General Reference, "Partitions"). */
const partitions: ReadonlyArray<[prefix: string, partition: string]> = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['us-iso-', 'aws-iso'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
];

const partitionOf = (region: string): string =>
  partitions.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';

/** A production event as the handler's request. Throws what `coerce` throws. */
export function requestOf<Model, Context, TypeConfiguration>(
  event: HandlerEvent,
  coerce: Coerce<Model, TypeConfiguration>,
): Omit<HandlerRequest<Model, Context, TypeConfiguration>, 'typeConfiguration'> {
  const data = event.requestData ?? {};
  const region = event.region ?? '';
  const action = event.action as Action;
  return {
    action,
    region,
    awsAccountId: event.awsAccountId ?? '',
    awsPartition: partitionOf(region),
    clientRequestToken: event.bearerToken ?? '',
    stackId: event.stackId ?? undefined,
    logicalResourceIdentifier: data.logicalResourceId ?? undefined,
    desiredResourceState: modelOf(data.resourceProperties, action, coerce.model),
    previousResourceState: previousModelOf(data.previousResourceProperties, action, coerce.model),
    desiredResourceTags: data.stackTags ?? {},
    previousResourceTags: data.previousStackTags ?? {},
    systemTags: data.systemTags ?? {},
    previousSystemTags: data.previousSystemTags ?? {},
    callbackContext: contextOf<Context>(event.callbackContext),
    nextToken: event.nextToken ?? undefined,
  };
}

const UNKNOWN_ACCOUNT = '000000000000';

/** The events that `cfn init` writes have credentials with empty members: those of the environment are meant. */
const credentialsOf = ({ credentials }: TestEvent): SessionCredentials | undefined =>
  credentials?.accessKeyId ? credentials : undefined;

/** The production event that corresponds to a test event. */
export const productionEventOf = (event: TestEvent): HandlerEvent => ({
  action: event.action,
  region: event.region ?? process.env.AWS_REGION,
  // `sam local invoke` need not know the account.
  awsAccountId: event.request?.awsAccountId ?? UNKNOWN_ACCOUNT,
  bearerToken: event.request?.clientRequestToken,
  callbackContext: event.callbackContext,
  nextToken: event.request?.nextToken,
  requestData: event.request && {
    resourceProperties: event.request.desiredResourceState,
    previousResourceProperties: event.request.previousResourceState,
    logicalResourceId: event.request.logicalResourceIdentifier,
    stackTags: event.request.desiredResourceTags,
    previousStackTags: event.request.previousResourceTags,
    systemTags: event.request.systemTags,
    callerCredentials: credentialsOf(event),
  },
});

type ModelOf<Model> = (raw: unknown, action: Action) => Model;

const modelOf = <Model>(raw: unknown, action: Action, parse: ModelOf<Model>): Model | undefined =>
  raw === undefined || raw === null ? undefined : parse(raw, action);

/**
 * The rollback of a refused update hands the refused properties over as the previous ones: what can't be read as a
 * model is left out, or the rollback would be refused as well.
 */
function previousModelOf<Model>(raw: unknown, action: Action, parse: ModelOf<Model>): Model | undefined {
  try {
    return modelOf(raw, action, parse);
  } catch {
    return undefined;
  }
}

/** CloudFormation sends an empty context, or none, in the first invocation. */
const contextOf = <Context>(context: Record<string, unknown> | null | undefined): Context | undefined =>
  context === undefined || context === null || Object.keys(context).length === 0
    ? undefined
    : (context as Context);
