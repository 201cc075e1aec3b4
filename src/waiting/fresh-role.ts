/** Milliseconds in which a role made a moment ago may still not be assumable: IAM is eventually consistent. */
export const ROLE_PATIENCE = 120_000;

/** The two ways in which CodeBuild refuses a role made seconds ago. */
const NOT_YET = /not authorized to perform: (sts:AssumeRole|ec2:DescribeSecurityGroups)/i;

export const isFreshRole = (error: unknown): boolean =>
  NOT_YET.test((error as { message?: string } | undefined)?.message ?? '');
