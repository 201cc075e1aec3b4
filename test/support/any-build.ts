import { IAM } from '@aws-sdk/client-iam';
import { ROOT_KEYS } from '../../local/engine/endpoint';

const RoleName = 'any-build';

/** The ARN of a role that CodeBuild may assume for any project, and that may do anything: for tests of CodeBuild itself. */
export async function roleForAnyBuild(endpoint: string): Promise<string> {
  const iam = new IAM({ endpoint, region: 'us-east-1', credentials: ROOT_KEYS });
  const allow = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const AssumeRolePolicyDocument = allow({
    Principal: { Service: 'codebuild.amazonaws.com' },
    Action: 'sts:AssumeRole',
  });
  await iam.createRole({ RoleName, AssumeRolePolicyDocument }).catch((error: Error) => {
    if (error.name !== 'EntityAlreadyExistsException') throw error;
  });
  const PolicyDocument = allow({ Action: '*', Resource: '*' });
  await iam.putRolePolicy({ RoleName, PolicyName: 'anything', PolicyDocument });
  return `arn:aws:iam::000000000000:role/${RoleName}`;
}
