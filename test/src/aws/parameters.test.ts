import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  GetParameterCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  RemoveTagsFromResourceCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { parametersPort } from '../../../src/aws/parameters';

const sdk = mockClient(SSMClient);
const port = parametersPort({ region: 'us-east-1' });
beforeEach(() => sdk.reset());

const named = (name: string) => Object.assign(new Error('no'), { name });

it('a parameter is read with its value and type; undefined: there is none', async () => {
  sdk.on(GetParameterCommand, { Name: '/web' }).resolves({ Parameter: { Value: 'uri', Type: 'String' } });
  expect(await port.parameter('/web')).toEqual({ name: '/web', value: 'uri', type: 'String' });
  sdk.on(GetParameterCommand).rejects(named('ParameterNotFound'));
  expect(await port.parameter('/web')).toBeUndefined();
});

it('is created with its tags and never over another one', async () => {
  sdk.on(PutParameterCommand).resolves({ Version: 1 });
  expect(await port.create('/web', 'uri', { a: 'b' })).toBe(true);
  const input = sdk.commandCalls(PutParameterCommand)[0]?.args[0].input;
  expect(input).toMatchObject({
    Name: '/web',
    Value: 'uri',
    Type: 'String',
    Tags: [{ Key: 'a', Value: 'b' }],
  });
  expect(input).not.toHaveProperty('Overwrite');
  sdk.on(PutParameterCommand).rejects(named('ParameterAlreadyExists'));
  expect(await port.create('/web', 'uri', {})).toBe(false);
});

it('is overwritten without tags, which SSM refuses then', async () => {
  sdk.on(PutParameterCommand).resolves({});
  await port.overwrite('/web', 'new');
  expect(sdk.commandCalls(PutParameterCommand)[0]?.args[0].input).toEqual({
    Name: '/web',
    Value: 'new',
    Type: 'String',
    Overwrite: true,
  });
});

it('is deleted, also when it is gone already', async () => {
  sdk.on(DeleteParameterCommand).rejects(named('ParameterNotFound'));
  await expect(port.delete('/web')).resolves.toBeUndefined();
});

it('has tags, which are read, added and removed', async () => {
  sdk.on(ListTagsForResourceCommand).resolves({ TagList: [{ Key: 'a', Value: 'b' }] });
  expect(await port.tags('/web')).toEqual({ a: 'b' });
  sdk.on(ListTagsForResourceCommand).rejects(named('InvalidResourceId'));
  expect(await port.tags('/web')).toBeUndefined();
  sdk.on(AddTagsToResourceCommand).resolves({});
  sdk.on(RemoveTagsFromResourceCommand).resolves({});
  await port.addTags('/web', { c: 'd' });
  await port.removeTags('/web', ['a']);
  const resource = { ResourceType: 'Parameter', ResourceId: '/web' };
  expect(sdk.commandCalls(AddTagsToResourceCommand)[0]?.args[0].input).toEqual({
    ...resource,
    Tags: [{ Key: 'c', Value: 'd' }],
  });
  expect(sdk.commandCalls(RemoveTagsFromResourceCommand)[0]?.args[0].input).toEqual({
    ...resource,
    TagKeys: ['a'],
  });
});

it('a refusal keeps its code and names the call', async () => {
  sdk.on(GetParameterCommand).rejects(named('AccessDeniedException'));
  await expect(port.parameter('/web')).rejects.toMatchObject({ call: 'ssm:GetParameter', kind: 'denied' });
});
