import type { VpcConfig } from '@aws-sdk/client-codebuild';
import type { Credentials } from '../service/credentials';
import { AwsError } from '../service/errors';
import { signedQuery } from '../service/signed-query';

interface Session {
  endpoint: string;
  region: string;
  credentials: Credentials;
}

/** A call of EC2 that was refused. */
class Ec2Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Sends a call of EC2; the response's XML. @throws Ec2Refusal */
async function ec2(session: Session, action: string, parameters: Record<string, string>): Promise<string> {
  const query = { Action: action, Version: '2016-11-15', ...parameters };
  const response = await signedQuery(session, 'ec2', query);
  const text = await response.text();
  if (response.ok) return text;
  const member = (name: string) => new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(text)?.[1] ?? '';
  throw new Ec2Refusal(member('Code'), member('Message'));
}

const numbered = (name: string, values: string[]): Record<string, string> =>
  Object.fromEntries(values.map((value, at) => [`${name}.${at + 1}`, value]));

const isDenied = ({ code }: Ec2Refusal): boolean => /UnauthorizedOperation|AccessDenied/.test(code);

const isSet = (vpc: VpcConfig | undefined): vpc is VpcConfig & { vpcId: string } => Boolean(vpc?.vpcId);

/**
 * As CodeBuild does before it stores a project: reads its security groups and subnets with the service role.
 * @throws AwsError InvalidInputException; CodeBuild names the call alone, its other words are ours
 */
export async function requireNetwork(vpc: VpcConfig | undefined, session: Session): Promise<void> {
  if (!isSet(vpc)) return;
  const { vpcId, subnets = [], securityGroupIds = [] } = vpc;
  const find = (action: string, name: string, values: string[]) =>
    ec2(session, action, numbered(name, values)).catch((error) => {
      if (!(error instanceof Ec2Refusal)) throw error;
      throw invalid(
        isDenied(error) ? `Not authorized to perform ${action}` : `Invalid vpc config: ${error.message}`,
      );
    });
  for (const text of [
    await find('DescribeSecurityGroups', 'GroupId', securityGroupIds),
    await find('DescribeSubnets', 'SubnetId', subnets),
  ])
    for (const [, found] of text.matchAll(/<vpcId>([^<]*)<\/vpcId>/g))
      if (found !== vpcId)
        throw invalid(
          `Invalid vpc config: the subnets and security groups must belong to ${vpcId}, not ${found}`,
        );
}

const invalid = (message: string): AwsError => new AwsError('InvalidInputException', message);

/**
 * Creates the network interface through which a build in a VPC would run; here the build uses this machine's network.
 * @returns what deletes it again
 * @throws Error in CodeBuild's words
 */
export async function attachNetwork(
  vpc: VpcConfig | undefined,
  session: Session,
): Promise<() => Promise<void>> {
  if (!isSet(vpc)) return async () => {};
  const created = await ec2(session, 'CreateNetworkInterface', {
    SubnetId: vpc.subnets?.[0] ?? '',
    ...numbered('SecurityGroupId', vpc.securityGroupIds ?? []),
  }).catch((error) => {
    if (!(error instanceof Ec2Refusal) || !isDenied(error)) throw error;
    throw new Error(`Unexpected EC2 error: UnauthorizedOperation: ${error.message}`);
  });
  const NetworkInterfaceId = /<networkInterfaceId>([^<]*)</.exec(created)?.[1] ?? '';
  return async () => {
    await ec2(session, 'DeleteNetworkInterface', { NetworkInterfaceId }).catch(() => {});
  };
}
