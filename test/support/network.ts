import { aws } from './tools';

/** A VPC with subnets and a security group, in the words of CodeBuild's API. */
export interface Network {
  vpcId: string;
  subnets: string[];
  securityGroupIds: string[];
}

/** The endpoint's default VPC. */
export async function defaultNetwork(): Promise<Network> {
  const { Subnets } = await aws<{ Subnets: { VpcId: string; SubnetId: string }[] }>(
    'ec2',
    'describe-subnets',
  );
  const vpcId = Subnets[0]?.VpcId ?? '';
  const { SecurityGroups } = await aws<{ SecurityGroups: { GroupId: string }[] }>(
    'ec2',
    'describe-security-groups',
    '--filters',
    `Name=vpc-id,Values=${vpcId}`,
  );
  const own = Subnets.filter((subnet) => subnet.VpcId === vpcId);
  return {
    vpcId,
    subnets: own.slice(0, 2).map(({ SubnetId }) => SubnetId),
    securityGroupIds: [SecurityGroups[0]?.GroupId ?? ''],
  };
}
