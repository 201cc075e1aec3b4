import type { DescribeTypeRegistrationInput } from '@aws-sdk/client-cloudformation';
import { AwsError } from '../../service/errors';
import { typeArnOf } from '../state';
import type { Action } from './action';

export const describeTypeRegistration: Action<DescribeTypeRegistrationInput> = (
  { RegistrationToken = '' },
  { state },
) => {
  const found = state.registrations.get(RegistrationToken);
  if (found === undefined)
    throw new AwsError('CFNRegistryException', 'The registration token cannot be found.');
  return {
    ProgressStatus: found.status,
    Description: found.description,
    TypeArn: found.versionArn && typeArnOf(found.versionArn),
    TypeVersionArn: found.versionArn,
  };
};
