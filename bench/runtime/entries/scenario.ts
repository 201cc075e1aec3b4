// What every runtime is measured with: the same handler behind CREATE, one log line behind READ, the same event content.

import { ROOT_SESSION } from '../../../local/engine/endpoint';
import { awsPorts } from '../../../src/aws/ports';
import { create } from '../../../src/handlers/create';
import { parseModel } from '../../../src/handlers/parse-properties';
import type { ProgressEvent } from '../../../src/handlers/progress-event';
import { handle } from '../../../src/handlers/run';

export const TYPE = 'TokenInjectable::Docker::Builder';
export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';
export const credentials = ROOT_SESSION;

/** What a measurement calls; each runtime's entry file exports it as `invoke`. */
export type Invoke = (action: 'CREATE' | 'READ', properties: object, logGroup?: string) => Promise<string>;

/** One invocation of our create, always as the first of its operation: it finds what earlier ones created. */
export const createAnswer = (properties: unknown): Promise<ProgressEvent> =>
  handle(create, awsPorts)(
    {
      action: 'CREATE',
      region: REGION,
      awsAccountId: ACCOUNT,
      awsPartition: 'aws',
      clientRequestToken: 'bench',
      stackId: undefined,
      logicalResourceIdentifier: 'Bench',
      desiredResourceState: parseModel(properties),
      previousResourceState: undefined,
      desiredResourceTags: {},
      previousResourceTags: {},
      systemTags: {},
      previousSystemTags: {},
      typeConfiguration: undefined,
      callbackContext: undefined,
      nextToken: undefined,
    },
    { credentials, logger: { log: () => {} }, timeLeft: () => 60_000 },
  );

/** What the handler of READ logs; it does nothing else. */
export const LINE = 'read it';

export const stackId = `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/bench/1`;
