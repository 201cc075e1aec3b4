import { ResourceBuilderBase } from '@richicoder/cloudformation-cli-typescriptv2-lib/resource';
import { v } from 'suretype';
import { ACCOUNT, createAnswer, credentials, type Invoke, LINE, REGION, stackId, TYPE } from './scenario.js';

const schema = v.object({}).additional(true);
type Properties = Record<string, unknown>;
type Schema = typeof schema;
class Builder extends ResourceBuilderBase<Schema, Schema, never, never, Properties, Properties> {}
const { entrypoint } = new Builder({ typeName: TYPE, schema, ids: [], typeConfigurationSchema: schema })
  .handle({
    async create({ properties }) {
      const { status, message = '', resourceModel } = await createAnswer(properties);
      const made: Properties = { ...resourceModel };
      if (status === 'FAILED') throw new Error(message);
      return status === 'SUCCESS'
        ? this.created(made)
        : this.createInProgress(made, { callbackContext: {}, message });
    },
    async read({ logger }) {
      logger.info(LINE);
      return this.readResult({});
    },
    async update() {
      return this.updated({});
    },
    async delete() {
      return this.deleted();
    },
    async list() {
      return this.listResult([], '');
    },
  })
  .build();

const context = { awsRequestId: '1' } as Parameters<typeof entrypoint>[1];
const own = {
  AccessKeyId: credentials.accessKeyId,
  SecretAccessKey: credentials.secretAccessKey,
  SessionToken: credentials.sessionToken,
};

/** It reads events, and writes answers, in PascalCase: CloudFormation does neither. */
export const invoke: Invoke = async (action, properties, logGroup) => {
  const event = {
    Action: action,
    AWSAccountId: ACCOUNT,
    Region: REGION,
    BearerToken: 'bench',
    StackID: stackId,
    ResourceType: TYPE,
    ResourceTypeVersion: '1',
    RequestType: action,
    RequestData: {
      ResourceProperties: properties,
      LogicalResourceId: 'Bench',
      CallerCredentials: own,
      ...(logGroup === undefined ? {} : { ProviderCredentials: own, ProviderLogGroupName: logGroup }),
    },
  };
  const answer: { Status?: string } | undefined = await entrypoint(event, context);
  return answer?.Status ?? `no answer: ${JSON.stringify(answer)}`;
};
