import { AwsError } from '../../service/errors';
import type { RegisteredType, RegistryState, TypeReference } from '../state';

/** The type that a request names, also one that was deregistered. @throws AwsError when it names none, or there is none */
export function namedType(reference: TypeReference, state: RegistryState): RegisteredType {
  requireName(reference);
  return state.type(reference);
}

/** The type that a request names, for calls that concern registered ones only. @throws AwsError as above */
export function namedLiveType(reference: TypeReference, state: RegistryState): RegisteredType {
  requireName(reference);
  return state.liveType(reference);
}

function requireName({ Arn, TypeArn = Arn, Type, TypeName }: TypeReference): void {
  if (TypeArn === undefined && (Type === undefined || TypeName === undefined))
    throw new AwsError('ValidationError', 'Either the ARN of a type, or Type and TypeName must be given');
}
