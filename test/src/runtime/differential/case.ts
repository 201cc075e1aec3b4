import type { Script } from './scripts';
import type { Plain } from './thing';

export const VERBS = ['CREATE', 'READ', 'UPDATE', 'DELETE', 'LIST'] as const;

/** One event, and what the handler does with it. */
export interface Case {
  name: string;
  entry: 'production' | 'test';
  event: Plain;
  script: Script;
}

const credentials = {
  accessKeyId: 'AKIAEXAMPLE00',
  secretAccessKey: 'kept-to-itself',
  sessionToken: 'session',
};

/** A separate event for each side, as in JSON. */
export const overTheWire = (event: Plain): Plain => JSON.parse(JSON.stringify(event)) as Plain;

/** A production event; `data` goes into its requestData. */
export const production = (action: string, data: Plain = {}, more: Plain = {}): Plain => ({
  awsAccountId: '123456789012',
  bearerToken: 'bearer-0001',
  region: 'eu-west-1',
  action,
  responseEndpoint: null,
  resourceType: 'Test::Differential::Thing',
  resourceTypeVersion: '1',
  requestData: {
    callerCredentials: credentials,
    resourceProperties: { Name: 'thing' },
    logicalResourceId: 'Thing',
    ...data,
  },
  stackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/shop/1',
  ...more,
});

/** What `sam local invoke` sends. */
export const sam = (action: string, request: Plain = {}, more: Plain = {}): Plain => ({
  credentials,
  action,
  request: {
    clientRequestToken: 'bearer-0001',
    desiredResourceState: { Name: 'thing' },
    logicalResourceIdentifier: 'Thing',
    ...request,
  },
  callbackContext: null,
  region: 'eu-west-1',
  ...more,
});
