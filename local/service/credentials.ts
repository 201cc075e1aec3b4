import { STS } from '@aws-sdk/client-sts';
import { ROOT_KEYS } from '../engine/endpoint';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

/** A session of a role. */
export async function assumeRole(
  endpoint: string,
  region: string,
  RoleArn: string,
  RoleSessionName: string,
): Promise<Credentials> {
  const sts = new STS({ endpoint, region, credentials: ROOT_KEYS });
  const { Credentials } = await sts.assumeRole({ RoleArn, RoleSessionName });
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}
