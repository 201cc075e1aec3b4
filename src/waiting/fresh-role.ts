/** The two ways in which CodeBuild refuses a role that was created seconds ago. */
const NOT_YET = /not authorized to perform:? (sts:AssumeRole|(ec2:)?DescribeSecurityGroups)/i;

export const isFreshRole = (message: string | undefined): boolean => NOT_YET.test(message ?? '');
