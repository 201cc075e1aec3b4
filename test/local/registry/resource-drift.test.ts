import type { ResourceSchema } from '../../../local/registry/package';
import type { OperationRequest, Step } from '../../../local/registry/protocol';
import { detectDrift } from '../../../local/registry/resource-drift';

const schema: ResourceSchema = {
  typeName: 'My::Own::Type',
  properties: {
    Id: { type: 'string' },
    Name: { type: 'string' },
    Tags: { type: 'array', insertionOrder: false },
  },
  primaryIdentifier: ['/properties/Id'],
  readOnlyProperties: ['/properties/Id'],
  handlers: { read: {} },
};
const request = (properties: object, stackTags: Record<string, string> = {}): OperationRequest => ({
  typeName: schema.typeName,
  action: 'CREATE',
  properties: { ...properties },
  physicalId: '1',
  stackTags,
  account: '1',
  region: 'r',
});

const detect = (asked: OperationRequest, ...steps: Step[]) =>
  detectDrift(asked, schema, async function* (sent) {
    expect(sent).toMatchObject({ action: 'READ', properties: {}, physicalId: '1' });
    yield* steps;
  });
const found = (model: object): Step => ({ physicalId: '1', attributes: {}, model: { ...model } });
const tag = (Key: string, Value: string) => ({ Key, Value });

it('a resource that READ does not find is deleted', async () => {
  const drift = await detect(request({ Name: 'a' }), { failure: 'no such thing', code: 'NotFound' });
  expect(drift).toEqual({ status: 'DELETED', expected: { Name: 'a' } });
});

it('a resource that cannot be read is reported with the reason', async () => {
  const failing = detect(request({}), { failure: 'denied', code: 'AccessDenied' });
  await expect(failing).rejects.toThrow('denied');
});

it.each<[string, object, Record<string, string>, object, string]>([
  ['the same', { Name: 'a' }, {}, { Id: '1', Name: 'a' }, 'IN_SYNC'],
  ['another name', { Name: 'a' }, {}, { Id: '1', Name: 'b' }, 'MODIFIED'],
  [
    'tags of the stack',
    { Tags: [tag('a', '1')] },
    { b: '2' },
    { Tags: [tag('b', '2'), tag('a', '1')] },
    'IN_SYNC',
  ],
  ['tags of the stack alone', {}, { b: '2' }, { Tags: [tag('b', '2')] }, 'IN_SYNC'],
  ['a tag of the stack that is gone', {}, { b: '2' }, { Tags: [] }, 'MODIFIED'],
  [
    'a tag that overrides the stack',
    { Tags: [tag('a', '1')] },
    { a: '2' },
    { Tags: [tag('a', '1')] },
    'IN_SYNC',
  ],
  ['tags of AWS', { Tags: [tag('a', '1')] }, {}, { Tags: [tag('a', '1'), tag('aws:x', 'y')] }, 'IN_SYNC'],
  ['tags where nobody sets any', {}, {}, { Tags: [tag('a', '1')] }, 'IN_SYNC'],
])('%s', async (_what, properties, stackTags, model, status) => {
  expect(await detect(request(properties, stackTags), found(model))).toMatchObject({ status });
});
