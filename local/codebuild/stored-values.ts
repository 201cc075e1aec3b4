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
  return key ? memberOf(SecretString, key) : SecretString;
}

/** @throws Error when the secret is not JSON or has no such key; without the secret's text */
function memberOf(text: string, key: string): string {
  let members: Record<string, unknown> | null = null;
  try {
    members = JSON.parse(text) as Record<string, unknown> | null;
  } catch {
    // The parser's own message quotes the text.
  }
  const value = members?.[key];
  if (value === undefined) throw new Error(`the secret has no JSON key ${key}`);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function parseReference(reference: string) {
  const arn = /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:[^:]+/.exec(reference)?.[0];
  const id = arn ?? reference.split(':', 1)[0];
  const [key, stage, version] = reference.slice((id?.length ?? 0) + 1).split(':');
  return { id, key, stage, version };
}
