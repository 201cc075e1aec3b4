import type { DescribeTypeRegistrationInput } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../service/errors';
import { typeArnOf } from '../state';
import type { Action } from './action';

/**
 * Reports how far a registration is. Waits for its end first, up to the endpoint's patience: the waiters of the AWS CLI
 * and of `cfn submit` ask again after 30 seconds only.
 */
export const describeTypeRegistration: Action<DescribeTypeRegistrationInput> = async (
  { RegistrationToken = '' },
  { state, options },
) => {
  const found = state.registrations.get(RegistrationToken);
  if (found === undefined)
    throw new AwsError('CFNRegistryException', 'The registration token cannot be found.');
  await options.waitFor(found.work);
  const { status, description, versionArn } = found;
  return {
    ProgressStatus: status,
    Description: description,
    ...(status === 'COMPLETE' &&
      versionArn !== undefined && { TypeArn: typeArnOf(versionArn), TypeVersionArn: versionArn }),
  };
};
