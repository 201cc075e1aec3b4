import type { SSMClient } from '@aws-sdk/client-ssm';
import type { ParametersPort } from '../ports/parameters';
import { callsUntil } from './call';
import { clientConfig, type Session } from './session';

const DESCRIPTION = 'The URI of an image; created, changed and deleted by its docker builder.';

const ResourceType = 'Parameter';

/** The SDK's client is loaded at the first call: only builders with Publish need it. */
export function parametersPort(session: Session): ParametersPort {
  const { attempt, must } = callsUntil(session.end);
  let client: SSMClient | undefined;
  const load = async () => {
    const sdk = await import('@aws-sdk/client-ssm');
    client ??= new sdk.SSMClient(clientConfig(session));
    return { ...sdk, client };
  };
  return {
    async parameter(Name) {
      const { client, GetParameterCommand } = await load();
      const command = new GetParameterCommand({ Name });
      const absent = ['ParameterNotFound'];
      const answer = await attempt('ssm:GetParameter', (options) => client.send(command, options), absent);
      const found = answer?.Parameter;
      return found && { name: Name, value: found.Value ?? '', type: found.Type ?? '' };
    },
    async create(Name, Value, tags) {
      const { client, PutParameterCommand } = await load();
      const Tags = Object.entries(tags).map(([key, value]) => ({ Key: key, Value: value }));
      const command = new PutParameterCommand({
        Name,
        Value,
        Type: 'String',
        Description: DESCRIPTION,
        Tags,
      });
      const exists = ['ParameterAlreadyExists'];
      const answer = await attempt('ssm:PutParameter', (options) => client.send(command, options), exists);
      return answer !== undefined;
    },
    async overwrite(Name, Value) {
      const { client, PutParameterCommand } = await load();
      // SSM refuses tags together with Overwrite.
      const command = new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true });
      await must('ssm:PutParameter', (options) => client.send(command, options));
    },
    async delete(Name) {
      const { client, DeleteParameterCommand } = await load();
      const command = new DeleteParameterCommand({ Name });
      await attempt('ssm:DeleteParameter', (options) => client.send(command, options), ['ParameterNotFound']);
    },
    async tags(ResourceId) {
      const { client, ListTagsForResourceCommand } = await load();
      const command = new ListTagsForResourceCommand({ ResourceType, ResourceId });
      const absent = ['InvalidResourceId', 'ParameterNotFound'];
      const call = 'ssm:ListTagsForResource';
      const answer = await attempt(call, (options) => client.send(command, options), absent);
      return Object.fromEntries((answer?.TagList ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
    },
    async addTags(ResourceId, tags) {
      const { client, AddTagsToResourceCommand } = await load();
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      const command = new AddTagsToResourceCommand({ ResourceType, ResourceId, Tags });
      await must('ssm:AddTagsToResource', (options) => client.send(command, options));
    },
    async removeTags(ResourceId, TagKeys) {
      const { client, RemoveTagsFromResourceCommand } = await load();
      const command = new RemoveTagsFromResourceCommand({ ResourceType, ResourceId, TagKeys });
      await must('ssm:RemoveTagsFromResource', (options) => client.send(command, options));
    },
  };
}
