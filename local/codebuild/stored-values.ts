import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Credentials } from './build-run';

interface Where {
  endpoint: string;
  region: string;
}

/** A parameter's value, decrypted. */
export async function parameterValue(name: string, credentials: Credentials, where: Where): Promise<string> {
  const client = new SSMClient({ ...where, credentials });
  const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
  return Parameter?.Value ?? '';
}

/** A secret's value, or one key of it: `secret-id:json-key:version-stage:version-id`, where the id may be an ARN. */
export async function secretValue(
  reference: string,
  credentials: Credentials,
  where: Where,
): Promise<string> {
  const arn = /^(arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:]+)(?::(.*))?$/.exec(reference);
  const [id = reference, rest] =
    arn === null ? [reference.split(':')[0], reference.split(':').slice(1).join(':')] : [arn[1], arn[2]];
  const [key, stage, version] = (rest ?? '').split(':');
  const client = new SecretsManagerClient({ ...where, credentials });
  const { SecretString = '' } = await client.send(
    new GetSecretValueCommand({
      SecretId: id,
      VersionStage: stage || undefined,
      VersionId: version || undefined,
    }),
  );
  return key ? String((JSON.parse(SecretString) as Record<string, unknown>)[key] ?? '') : SecretString;
}
