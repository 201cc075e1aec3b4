import { type EventInput, eventOf } from '../../../local/registry/event';
import type { TypeVersion } from '../../../local/registry/state';

const credentials = { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c' };
const version = { typeName: 'My::Own::Type', versionId: '00000003' } as TypeVersion;

const input = (more: Partial<EventInput['request']> = {}): EventInput => ({
  request: {
    typeName: 'My::Own::Type',
    action: 'UPDATE',
    properties: {},
    previous: { Size: 1 },
    logicalId: 'Thing',
    stackId: 'arn:aws:cloudformation:r:1:stack/shop/0a',
    stackTags: { a: 'b' },
    previousStackTags: { a: 'c' },
    account: '1',
    region: 'r',
    ...more,
  },
  version,
  bearerToken: 'token',
  callerCredentials: credentials,
  providerCredentials: undefined,
  typeConfiguration: undefined,
});

const update = {
  action: 'UPDATE' as const,
  model: { Size: 2, On: true, L: [3] },
  callbackContext: undefined,
};

it('is what CloudFormation sends to a handler', () => {
  expect(eventOf(update, input())).toEqual({
    awsAccountId: '1',
    bearerToken: 'token',
    region: 'r',
    action: 'UPDATE',
    responseEndpoint: null,
    resourceType: 'My::Own::Type',
    resourceTypeVersion: '00000003',
    requestData: {
      callerCredentials: credentials,
      logicalResourceId: 'Thing',
      resourceProperties: { Size: '2', On: 'true', L: ['3'] },
      previousResourceProperties: { Size: '1' },
      stackTags: { a: 'b' },
      previousStackTags: { a: 'c' },
      systemTags: {
        'aws:cloudformation:stack-name': 'shop',
        'aws:cloudformation:stack-id': 'arn:aws:cloudformation:r:1:stack/shop/0a',
        'aws:cloudformation:logical-id': 'Thing',
      },
      typeConfiguration: null,
    },
    stackId: 'arn:aws:cloudformation:r:1:stack/shop/0a',
  });
});

it('has the callback context when there is one, and previous properties only in an update', () => {
  const again = { action: 'READ' as const, model: {}, callbackContext: { n: 1 } };
  expect(eventOf(again, input())).toMatchObject({
    callbackContext: { n: 1 },
    requestData: { previousResourceProperties: null },
  });
});

it('has no system tags outside of a stack', () => {
  expect(eventOf(update, input({ stackId: null }))).toMatchObject({ requestData: { systemTags: {} } });
});

it('has credentials for the log of a type that has one', () => {
  const logged = { ...version, logging: { role: 'r', group: 'g' } };
  expect(
    eventOf(update, {
      ...input(),
      version: logged,
      providerCredentials: credentials,
      typeConfiguration: { c: 1 },
    }),
  ).toMatchObject({
    requestData: {
      providerCredentials: credentials,
      providerLogGroupName: 'g',
      typeConfiguration: { c: 1 },
    },
  });
});
