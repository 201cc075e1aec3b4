import {
  type ServiceModel,
  type Shape,
  type ShapeCheck,
  serviceModel,
  shapeChecks,
} from '../service/api-model';
import { AwsError } from '../service/errors';

/** Turns the strings of a request into the input of an operation. @throws AwsError when it is not one */
export type ReadInput = (operation: string, sent: Record<string, unknown>) => Record<string, unknown>;

/** Reads inputs by CloudFormation's published API model, in which the query protocol has strings only. */
export function inputReader(models: string): ReadInput {
  let model: ServiceModel | undefined;
  let check: ((operation: string) => ShapeCheck) | undefined;
  return (operation, sent) => {
    model ??= serviceModel(models, 'cloudformation');
    check ??= shapeChecks(model).input;
    const input = typed(model, model.operations[operation]?.input?.shape ?? '', sent);
    const violation = check(operation)(input);
    if (violation !== undefined) throw new AwsError('ValidationError', violation);
    return input as Record<string, unknown>;
  };
}

/** A value with the types of its shape. Members that the shape does not have are dropped, as the service ignores them. */
function typed(model: ServiceModel, name: string, value: unknown): unknown {
  const shape: Shape = model.shapes[name] ?? { type: 'string' };
  if (shape.type === 'structure' && isObject(value)) {
    const members = Object.entries(shape.members ?? {}).filter(([member]) => value[member] !== undefined);
    return Object.fromEntries(
      members.map(([member, { shape: of }]) => [member, typed(model, of, value[member])]),
    );
  }
  if (shape.type === 'list' && Array.isArray(value))
    return value.map((item) => typed(model, shape.member?.shape ?? '', item));
  if (typeof value !== 'string') return value;
  if (shape.type === 'boolean' && /^(true|false)$/i.test(value)) return /true/i.test(value);
  if ((shape.type === 'integer' || shape.type === 'long') && /^-?\d+$/.test(value)) return Number(value);
  return value;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
