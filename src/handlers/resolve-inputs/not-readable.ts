import type { ServiceError } from '../../ports/service-error';

/** How S3 names the key when the caller may not decrypt the object. */
const KMS = /kms:Decrypt(?: on (?:the )?resource:? (arn:[^\s,"']+))?/;
/** The same refusal without a name: a key that is not there and one that is closed look alike. */
const CIPHERTEXT = /ciphertext refers to/i;

/** Why S3 refuses to hand out a source, and which parameter of the registration (registration/registration.yaml) allows it. */
export function notReadable(
  { bucket, key }: { bucket: string; key: string },
  { message }: ServiceError,
): string {
  const where = `Source: s3://${bucket}/${key}`;
  const [kms, arn] = KMS.exec(message) ?? [];
  if (kms !== undefined || CIPHERTEXT.test(message)) {
    const named = arn === undefined ? 'a KMS key' : `the KMS key ${arn}`;
    return `${where} is encrypted with ${named}, which the type's execution role may not use; add the key to the registration's parameter SourceKeys and allow it in the key's policy (${message})`;
  }
  return `${where} can't be read (${message}); the object may be missing, or the type's execution role may not read this bucket: add the bucket to the registration's parameter SourceBuckets`;
}
