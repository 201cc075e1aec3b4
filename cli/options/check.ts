// Values of options that need no call to be found wrong. Each function is an option's parser: it returns the value, or
// throws with the option, the value and the fix.
import { badInput } from '../exit-code';

type Parse = (value: string) => string;

const check =
  (option: string, pattern: RegExp, rule: string): Parse =>
  (value) => {
    if (!pattern.test(value)) throw badInput(`${option} ${quote(value)} ${rule}`);
    return value;
  };

/** As JSON writes it: a line break or an escape sequence in a value stays on the line. */
export const quote = (value: string) =>
  JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}...` : value);

const STACK_ARN = /^arn:[a-z-]+:cloudformation:[a-z0-9-]+:\d{12}:stack\/[a-zA-Z][-a-zA-Z0-9]{0,127}\/.+$/;
const STACK_NAME = /^[a-zA-Z][-a-zA-Z0-9]{0,127}$/;
const STACK_RULE = 'must be 1 to 128 letters, digits and hyphens, beginning with a letter';

export const stackName = check('--stack-name', STACK_NAME, STACK_RULE);

export const stackNameOrId = check(
  '--stack-name',
  new RegExp(`${STACK_NAME.source}|${STACK_ARN.source}`),
  `${STACK_RULE}, or the id (ARN) of a stack`,
);

export const REGION = /^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/;

export const region = check('--region', REGION, 'is not a Region: it must look like eu-west-1');

export const profile = check('--profile', /\S/, 'must name a profile');

export const roleArn = check(
  '--role-arn',
  /^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  'must look like arn:aws:iam::123456789012:role/name',
);

export const bucket = check(
  '--s3-bucket',
  /^(?!.*\.\.)[a-zA-Z0-9][\w.-]{1,253}[a-zA-Z0-9]$|^arn:[a-z-]+:s3[\w-]*:\S+$/,
  'is not the name of a bucket: 3 to 63 lower-case letters, digits, dots and hyphens',
);

export const keyPrefix = check(
  '--s3-prefix',
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
  /^(?!.*(^|\/)\.\.?(\/|$))[^\u0000-\u001f\u007f]{0,900}$/u,
  'must be at most 900 characters, without control characters and without "." or ".." as a folder',
);

/** The names that RegisterType allows. */
export const TYPE_NAME_PATTERN = /^[a-zA-Z0-9]{2,64}(::[a-zA-Z0-9]{2,64}){2}$/;

/** The namespaces that RegisterType refuses; in any case, because a type `Aws::...` would only mislead. */
const RESERVED = ['alexa', 'amazon', 'amzn', 'aws', 'custom', 'dev'];

const wellFormedTypeName = check(
  '--type-name',
  TYPE_NAME_PATTERN,
  'must look like Organization::Service::Resource, each part 2 to 64 letters and digits',
);

export function typeName(value: string): string {
  const [namespace = ''] = wellFormedTypeName(value).split('::');
  if (RESERVED.includes(namespace.toLowerCase())) {
    throw badInput(
      `--type-name ${quote(value)} must begin with a namespace of your own: CloudFormation reserves ${namespace}`,
    );
  }
  return value;
}

export const logicalId = check('--logical-id', /^[a-zA-Z0-9]{1,255}$/, 'must be letters and digits');

const CAPABILITIES = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'];

/** Collects the words of `--capabilities A B`. */
export function capability(value: string, earlier: string[] = []): string[] {
  if (!CAPABILITIES.includes(value)) {
    throw badInput(`--capabilities ${quote(value)} must be one of ${CAPABILITIES.join(', ')}`);
  }
  return [...earlier, value];
}

/** A file or folder; an empty path would mean the current folder. */
export const path = (option: string) => check(option, /^[^\0]+$/s, 'must name a file');
