import { parseTypeConfiguration } from '../../../src/handlers/parse-properties';
import { createEntrypoints } from '../../../src/runtime';
import { ACCOUNT, createAnswer, credentials, type Invoke, LINE, REGION, stackId, TYPE } from './scenario';

type Model = Record<string, unknown>;

const nothing = async () => ({ status: 'SUCCESS' as const, resourceModel: {} });
const { entrypoint } = createEntrypoints({
  typeName: TYPE,
  handlers: {
    CREATE: async ({ desiredResourceState }) => {
      const { status, message, resourceModel } = await createAnswer(desiredResourceState);
      return { status, message, resourceModel: resourceModel as unknown as Model };
    },
    READ: async (_request, { logger }) => {
      logger.log(LINE);
      return nothing();
    },
    UPDATE: nothing,
    DELETE: nothing,
    LIST: nothing,
  },
  coerce: { model: (raw) => raw as Model, typeConfiguration: parseTypeConfiguration },
});

export const invoke: Invoke = async (action, properties, logGroup) => {
  const answer = await entrypoint({
    action,
    awsAccountId: ACCOUNT,
    region: REGION,
    bearerToken: 'bench',
    stackId,
    resourceType: TYPE,
    requestData: {
      resourceProperties: properties,
      logicalResourceId: 'Bench',
      callerCredentials: credentials,
      ...(logGroup === undefined ? {} : { providerCredentials: credentials, providerLogGroupName: logGroup }),
    },
  });
  return answer.status as string;
};
