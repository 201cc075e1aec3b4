import { isFreshRole } from '../../../src/waiting/fresh-role';

it.each([
  ['CodeBuild is not authorized to perform: sts:AssumeRole on arn:aws:iam::1:role/x', true],
  ['Not authorized to perform: ec2:DescribeSecurityGroups', true],
  ['Not authorized to perform DescribeSecurityGroups', true],
  ['User is not authorized to perform: codebuild:CreateProject', false],
  [undefined, false],
])('%s: the role is fresh: %s', (message, fresh) => expect(isFreshRole(message)).toBe(fresh));
