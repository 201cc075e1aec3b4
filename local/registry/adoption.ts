import type { ResourceSchema } from './package';
import type { OperationRequest, Step } from './protocol';
import { without } from './schema-shape';
import { tagProperty, withStackTags } from './type-tags';

/** Takes a resource into a stack: reads it, then gives it the stack's tags. Nothing else of it changes. */
export async function* adopt(
  request: OperationRequest,
  schema: ResourceSchema,
  run: (request: OperationRequest) => AsyncIterable<Step>,
): AsyncGenerator<Step> {
  let found: Step | undefined;
  for await (const step of run({ ...request, action: 'READ', properties: {} })) found = step;
  if (found === undefined) return;
  const stackTags = request.stackTags ?? {};
  const isTagged = tagProperty(schema) !== undefined && schema.handlers.update !== undefined;
  if (!('model' in found) || !isTagged || Object.keys(stackTags).length === 0) {
    yield found;
    return;
  }
  const unset = [...(schema.readOnlyProperties ?? []), ...(schema.writeOnlyProperties ?? [])];
  // The identifier may be read-only: the operation adds it to the properties.
  const previous = without(found.model, unset);
  const properties = withStackTags(schema, previous, stackTags, 'stack');
  yield* run({ ...request, action: 'UPDATE', properties, previous, previousStackTags: {} });
}
