import { ValidateTemplateCommand } from '@aws-sdk/client-cloudformation';
import type { Connection } from '../aws/connection';
import { hasName } from '../aws/service-error';
import { capabilityMissing, refusal } from './refusal';

/** The quota of requests that contain a template, in bytes; a longer one is read from S3. */
export const BODY_LIMIT = 51_200;

/**
 * Asks CloudFormation about a template before its folders are uploaded. It is a courtesy: without the right to ask, or
 * for a template too long for a request, the change set reports the same faults later.
 */
export async function validateTemplate(
  connection: Connection,
  text: string,
  capabilities: readonly string[],
  typeName: string,
): Promise<void> {
  if (Buffer.byteLength(text) > BODY_LIMIT) return;
  let needed: string[] = [];
  try {
    const { Capabilities = [] } = await connection.cloudformation.send(
      new ValidateTemplateCommand({ TemplateBody: text }),
    );
    needed = Capabilities;
  } catch (error) {
    // YAML aliases are resolved when the template is packaged.
    if (!hasName(error, 'ValidationError') || /\balias/i.test((error as Error).message)) return;
    throw await refusal((error as Error).message, typeName, connection);
  }
  const missing = needed.find((name) => !isGiven(name, capabilities));
  if (missing !== undefined) throw capabilityMissing(missing);
}

/** Who may name IAM resources may create them. */
const isGiven = (name: string, capabilities: readonly string[]) =>
  capabilities.includes(name) || (name === 'CAPABILITY_IAM' && capabilities.includes('CAPABILITY_NAMED_IAM'));
