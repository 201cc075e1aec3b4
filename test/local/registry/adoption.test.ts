import { adopt } from '../../../local/registry/adoption';
import type { ResourceSchema } from '../../../local/registry/package';
import type { OperationRequest, Step } from '../../../local/registry/protocol';

const schema = (more: Partial<ResourceSchema> = {}): ResourceSchema => ({
  typeName: 'My::Own::Type',
  properties: { Id: { type: 'string' }, Tags: { type: 'array' }, Labels: { type: 'object' } },
  primaryIdentifier: ['/properties/Id'],
  readOnlyProperties: ['/properties/Arn'],
  handlers: { read: {}, update: {} },
  ...more,
});
const model = { Id: '1', Arn: 'arn', Tags: [{ Key: 'own', Value: '1' }], Labels: { own: '1' } };
const found: Step = { physicalId: '1', attributes: { Arn: 'arn' }, model };

async function adopted(type: ResourceSchema, stackTags: Record<string, string>, first: Step = found) {
  const sent: OperationRequest[] = [];
  const steps: Step[] = [];
  const request: OperationRequest = {
    typeName: type.typeName,
    action: 'CREATE',
    properties: {},
    physicalId: '1',
    stackTags,
    account: '1',
    region: 'r',
  };
  const run = async function* (asked: OperationRequest): AsyncGenerator<Step> {
    sent.push(asked);
    yield sent.length === 1 ? first : { physicalId: '1', attributes: {}, model: asked.properties };
  };
  for await (const step of adopt(request, type, run)) steps.push(step);
  return { actions: sent.map(({ action }) => action), update: sent[1], steps };
}

it('reads the resource, and changes nothing of it when the stack has no tags', async () => {
  expect(await adopted(schema(), {})).toMatchObject({ actions: ['READ'], steps: [found] });
});

it('gives it the tags of the stack: nothing else differs from what was read', async () => {
  const { actions, update } = await adopted(schema(), { stack: 's', own: '2' });
  expect(actions).toEqual(['READ', 'UPDATE']);
  const { Arn: _arn, ...previous } = model;
  const Tags = [
    { Key: 'own', Value: '2' },
    { Key: 'stack', Value: 's' },
  ];
  expect(update).toMatchObject({ properties: { ...previous, Tags }, previous, previousStackTags: {} });
});

it('gives them as a map where the tags of the type are one', async () => {
  const { update } = await adopted(schema({ tagging: { tagProperty: '/properties/Labels' } }), {
    stack: 's',
  });
  expect(update?.properties).toMatchObject({ Labels: { own: '1', stack: 's' }, Tags: model.Tags });
});

it.each<[string, Partial<ResourceSchema>]>([
  ['is not taggable', { tagging: { taggable: false } }],
  ['has no property for tags', { properties: { Id: {} } }],
  ['has no update handler', { handlers: { read: {} } }],
])('a type that %s gets no tags', async (_what, more) => {
  expect((await adopted(schema(more), { stack: 's' })).actions).toEqual(['READ']);
});

it('a resource that cannot be read is not taken in', async () => {
  const gone: Step = { failure: 'no such thing', code: 'NotFound' };
  expect(await adopted(schema(), { stack: 's' }, gone)).toMatchObject({ actions: ['READ'], steps: [gone] });
});
