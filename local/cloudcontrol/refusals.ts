import { AwsError } from '../service/errors';

/** The service's errors that a request of its own causes, in AWS's words where they are known. */
export const refusals = {
  invalid: (message: string) => new AwsError('InvalidRequestException', message),
  notUpdatable: (pointers: string[]) =>
    new AwsError(
      'NotUpdatableException',
      `Invalid patch update: createOnlyProperties [${pointers.join(', ')}] cannot be updated`,
    ),
  unsupported: (typeName: string, action: string) =>
    new AwsError('UnsupportedActionException', `Resource type ${typeName} does not support ${action} action`),
  busy: (identifier: string, token: string) =>
    new AwsError(
      'ConcurrentOperationException',
      `Another operation on the resource with identifier ${identifier} is in progress (RequestToken: ${token})`,
    ),
  tokenConflict: (clientToken: string) =>
    new AwsError(
      'ClientTokenConflictException',
      `ClientToken ${clientToken} was already used for another request`,
    ),
  unknownToken: (token: string) =>
    new AwsError('RequestTokenNotFoundException', `Request with token ${token} was not found`),
  notCancellable: (token: string, status: string) =>
    new AwsError(
      'ConcurrentModificationException',
      `Request with token ${token} is ${status}: only a request that is PENDING or IN_PROGRESS can be canceled`,
    ),
};
