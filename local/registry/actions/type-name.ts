import { AwsError } from '../../service/errors';

/** RegisterType's documentation names them; here in lower case, as AWS Config's does. */
const RESERVED = ['alexa', 'amzn', 'amazon', 'aws', 'custom', 'dev'];
const PATTERN = /^[A-Za-z0-9]{2,64}(::[A-Za-z0-9]{2,64}){2}$/;

/** @throws AwsError when no private resource type may have the name */
export function requireTypeName(name: string): void {
  if (!PATTERN.test(name))
    throw new AwsError(
      'ValidationError',
      `TypeName '${name}' must be three words of 2 to 64 letters and digits, joined by '::'.`,
    );
  const [namespace = ''] = name.split('::');
  if (RESERVED.includes(namespace.toLowerCase()))
    throw new AwsError(
      'CFNRegistryException',
      `The namespace '${namespace}' of '${name}' is reserved, as are Alexa, AMZN, Amazon, AWS, Custom and Dev: choose another.`,
    );
}
