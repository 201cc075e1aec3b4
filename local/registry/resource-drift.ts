import { AwsError } from '../service/errors';
import { type Comparison, compareProperties } from './drift-comparison';
import type { ResourceSchema } from './package';
import type { OperationRequest, Step } from './protocol';
import { withoutSystemTags, withStackTags } from './type-tags';

export type ResourceDrift =
  | ({ status: 'DELETED' } & Pick<Comparison, 'expected'>)
  | ({ status: 'IN_SYNC' | 'MODIFIED' } & Comparison);

/**
 * Compares a resource with the properties that its stack expects, its stack's tags among them.
 * @throws AwsError when the resource can't be read
 */
export async function detectDrift(
  request: OperationRequest,
  schema: ResourceSchema,
  run: (request: OperationRequest) => AsyncIterable<Step>,
): Promise<ResourceDrift> {
  let last: Step = { failure: 'READ returned nothing', code: 'InternalFailure' };
  for await (const step of run({ ...request, action: 'READ', properties: {} })) last = step;
  const wanted = withStackTags(schema, request.properties, request.stackTags ?? {}, 'resource');
  if ('failure' in last && last.code === 'NotFound')
    return { status: 'DELETED', expected: compareProperties(schema, wanted, {}).expected };
  if ('failure' in last) throw new AwsError(last.code, last.failure);
  if (!('model' in last)) throw new AwsError('InternalFailure', 'READ returned no model');
  const comparison = compareProperties(schema, wanted, withoutSystemTags(schema, last.model));
  return { status: comparison.differences.length > 0 ? 'MODIFIED' : 'IN_SYNC', ...comparison };
}
