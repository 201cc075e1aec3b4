import { notReadable } from '../../../../src/handlers/resolve-inputs/not-readable';
import { ServiceError } from '../../../../src/ports/service-error';

const source = { bucket: 'team', key: 'app.zip' };
const key = 'arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const message = (text: string): string =>
  notReadable(source, new ServiceError('s3:GetObject', 'AccessDenied', text, 403));

describe('the message of a source that may not be read', () => {
  it.each([
    `User: arn:aws-us-gov:sts::1:assumed-role/r/s is not authorized to perform: kms:Decrypt on resource: ${key} because no identity-based policy allows the kms:Decrypt action`,
    `User: x is not authorized to perform: kms:Decrypt on the resource ${key}, because no resource-based policy allows it`,
  ])('names the KMS key and its parameter: %s', (text) => {
    expect(message(text)).toContain(`s3://team/app.zip is encrypted with the KMS key ${key}, which`);
    expect(message(text)).toContain('SourceKeys');
    expect(message(text)).not.toContain('SourceBuckets');
  });

  it.each([
    'User: x is not authorized to perform: kms:Decrypt',
    'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
  ])('names the parameter for keys where S3 does not name the key: %s', (text) => {
    expect(message(text)).toContain('is encrypted with a KMS key, which');
    expect(message(text)).toContain('SourceKeys');
  });

  it.each(['Access Denied', 'UnknownError'])('otherwise names the bucket and its parameter: %s', (text) => {
    expect(message(text)).toContain(`s3://team/app.zip can't be read (`);
    expect(message(text)).toContain('SourceBuckets');
  });
});
