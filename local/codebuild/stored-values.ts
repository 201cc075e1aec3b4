import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Credentials } from '../service/credentials';

interface Session {
  endpoint: string;
  region: string;
  credentials: Credentials;
}

/** Reads a parameter, decrypted. */
export async function parameterValue(name: string, session: Session): Promise<string> {
  const client = new SSMClient(session);
  const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
  return Parameter?.Value ?? '';
}

/** Reads a secret, or one of its keys: `secret-id:json-key:version-stage:version-id`, where the id may be an ARN. */
export async function secretValue(reference: string, session: Session): Promise<string> {
  const { id, key, stage, version } = parseReference(reference);
  const client = new SecretsManagerClient(session);
  const { SecretString = '' } = await client.send(
    new GetSecretValueCommand({
      SecretId: id,
      VersionStage: stage || undefined,
      VersionId: version || undefined,
    }),
  );
  return key ? String((JSON.parse(SecretString) as Record<string, unknown>)[key] ?? '') : SecretString;
}

export function parseReference(reference: string) {
  const arn = /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:]+/.exec(reference)?.[0];
  const id = arn ?? reference.split(':', 1)[0];
  const [key, stage, version] = reference.slice((id?.length ?? 0) + 1).split(':');
  return { id, key, stage, version };
}
