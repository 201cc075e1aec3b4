import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  GetParameterCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  RemoveTagsFromResourceCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import type { ParametersPort } from '../ports/parameters';
import { callsUntil } from './call';
import { clientConfig, type Session } from './session';

const DESCRIPTION = 'The URI of an image; created, changed and deleted by its docker builder.';

const ResourceType = 'Parameter';

export function parametersPort(session: Session): ParametersPort {
  const client = new SSMClient(clientConfig(session));
  const { attempt, must } = callsUntil(session.end);
  return {
    async parameter(Name) {
      const command = new GetParameterCommand({ Name });
      const absent = ['ParameterNotFound'];
      const answer = await attempt('ssm:GetParameter', (options) => client.send(command, options), absent);
      const found = answer?.Parameter;
      return found && { name: Name, value: found.Value ?? '', type: found.Type ?? '' };
    },
    async create(Name, Value, tags) {
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
      // SSM refuses tags together with Overwrite.
      const command = new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true });
      await must('ssm:PutParameter', (options) => client.send(command, options));
    },
    async delete(Name) {
      const command = new DeleteParameterCommand({ Name });
      await attempt('ssm:DeleteParameter', (options) => client.send(command, options), ['ParameterNotFound']);
    },
    async tags(ResourceId) {
      const command = new ListTagsForResourceCommand({ ResourceType, ResourceId });
      const absent = ['InvalidResourceId', 'ParameterNotFound'];
      const call = 'ssm:ListTagsForResource';
      const answer = await attempt(call, (options) => client.send(command, options), absent);
      if (answer === undefined) return undefined;
      return Object.fromEntries((answer.TagList ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
    },
    async addTags(ResourceId, tags) {
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      const command = new AddTagsToResourceCommand({ ResourceType, ResourceId, Tags });
      await must('ssm:AddTagsToResource', (options) => client.send(command, options));
    },
    async removeTags(ResourceId, TagKeys) {
      const command = new RemoveTagsFromResourceCommand({ ResourceType, ResourceId, TagKeys });
      await must('ssm:RemoveTagsFromResource', (options) => client.send(command, options));
    },
  };
}
