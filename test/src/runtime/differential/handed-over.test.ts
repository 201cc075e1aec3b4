import type { HandlerRequest } from '../../../../src/runtime/protocol';
import { production, sam } from './case';
import { ourAnswer } from './ours';
import type { Plain } from './thing';

type Asked = HandlerRequest<Plain, Plain, Plain>;

const success = { kind: 'answer', status: 'SUCCESS' } as const;

async function handed(entry: 'production' | 'test', event: Plain): Promise<Asked> {
  let asked: Asked | undefined;
  await ourAnswer({ name: '', entry, event, script: success }, (request) => {
    asked = request;
  });
  if (asked === undefined) throw new Error('the handler was not called');
  return asked;
}

beforeEach(() => jest.spyOn(console, 'log').mockImplementation(() => {}));
afterEach(() => jest.restoreAllMocks());

describe('a handler is handed plain values, and nothing is lost', () => {
  it('of properties: numbers, booleans, lists, maps with odd keys, nested ones', async () => {
    const resourceProperties = JSON.parse(
      '{"Size": "5", "Enabled": "false", "Labels": ["b", "a", "b"], "Inner": {"Count": "7"}, "Settings": {"__proto__": "p", "constructor": "c", "toString": "t"}}',
    );
    const { desiredResourceState } = await handed('production', production('CREATE', { resourceProperties }));
    expect(JSON.stringify(desiredResourceState)).toBe(
      '{"Size":5,"Enabled":false,"Labels":["b","a","b"],"Inner":{"Count":7},"Settings":{"__proto__":"p","constructor":"c","toString":"t"}}',
    );
  });

  it('of the event: tags of all three kinds, both states, type configuration, context, token, next page', async () => {
    const data = {
      previousResourceProperties: { Name: 'before' },
      stackTags: { a: '1' },
      previousStackTags: { a: '0' },
      systemTags: { 'aws:cloudformation:stack-name': 'shop' },
      typeConfiguration: { Mode: 'fast' },
    };
    const more = { callbackContext: { step: 2, deep: { x: null } }, nextToken: 'page-2' };
    expect(await handed('production', production('UPDATE', data, more))).toEqual({
      action: 'UPDATE',
      region: 'eu-west-1',
      awsAccountId: '123456789012',
      awsPartition: 'aws',
      clientRequestToken: 'bearer-0001',
      stackId: 'arn:aws:cloudformation:eu-west-1:123456789012:stack/shop/1',
      logicalResourceIdentifier: 'Thing',
      desiredResourceState: { Name: 'thing' },
      previousResourceState: { Name: 'before' },
      desiredResourceTags: { a: '1' },
      previousResourceTags: { a: '0' },
      systemTags: { 'aws:cloudformation:stack-name': 'shop' },
      previousSystemTags: {},
      typeConfiguration: { Mode: 'fast' },
      callbackContext: { step: 2, deep: { x: null } },
      nextToken: 'page-2',
    });
  });

  it('of a test event: what sam local invoke sends', async () => {
    const request = {
      previousResourceState: { Name: 'before' },
      desiredResourceTags: { a: '1' },
      nextToken: 'page-2',
    };
    expect(await handed('test', sam('UPDATE', request))).toMatchObject({
      action: 'UPDATE',
      awsAccountId: '000000000000',
      clientRequestToken: 'bearer-0001',
      desiredResourceState: { Name: 'thing' },
      previousResourceState: { Name: 'before' },
      desiredResourceTags: { a: '1' },
      nextToken: 'page-2',
    });
  });

  it.each([
    ['us-gov-west-1', 'aws-us-gov'],
    ['cn-north-1', 'aws-cn'],
    ['eu-west-1', 'aws'],
  ])('the partition of %s is %s', async (region, partition) => {
    expect((await handed('production', production('READ', {}, { region }))).awsPartition).toBe(partition);
  });
});
