import type { TestTypeInput } from '@aws-sdk/client-cloudformation';
import { liveVersionOf, versionIdOf } from '../state';
import type { Action } from './action';
import { namedLiveType } from './named-type';

/** Marks a version as tested. The contract tests themselves are `cfn test`: nothing here could be published anyway. */
export const testType: Action<TestTypeInput> = (input, { state }) => {
  const type = namedLiveType(input, state);
  const version = liveVersionOf(type, versionIdOf(input) ?? type.defaultVersion);
  version.tested = true;
  return { TypeVersionArn: version.arn };
};

/** What DescribeType reports about the tests of a version. */
export const testsStatusOf = ({ tested = false }): object =>
  tested
    ? {
        TypeTestsStatus: 'PASSED',
        TypeTestsStatusDescription:
          'The local endpoint runs no contract tests and lets every type pass: run them with cfn test.',
      }
    : { TypeTestsStatus: 'NOT_TESTED' };
