// What the registration of a type is called, so that registrations of several types fit into one account and Region.
import { createHash } from 'node:crypto';
import { TYPE_NAME } from '../type-name';

const STACK = 'docker-builder-registration';
/** The prefix of the roles' names that the handlers expect. */
export const DEFAULT_PREFIX = 'docker-builder';

/** Of the prefix: a role's name has 64 characters, and the rest of it is at most `-execution-ap-southeast-1`. */
const MOST_PREFIX = 37;
/** Of a stack's name, whose limit is 128. */
const MOST_NAME = 96;

/** The name of the stack that registers a type. */
export const registrationStack = (typeName: string): string =>
  typeName === TYPE_NAME ? STACK : `${STACK}-${cut(hyphened(typeName), MOST_NAME)}`;

/** What the names of a type's roles begin with: role names are unique in an account, in any case. */
export function namePrefix(typeName: string): string {
  if (typeName === TYPE_NAME) return DEFAULT_PREFIX;
  const name = hyphened(typeName).toLowerCase();
  return cut(/^[a-z]/.test(name) ? name : `type-${name}`, MOST_PREFIX);
}

/** The bucket of the packages. Deployers write to another one: who can replace a package decides what the roles do. */
export const packageBucketName = (account: string, region: string): string =>
  `docker-builder-packages-${account}-${region}`;

/** The folder of a type's packages in that bucket. */
export const packageFolder = (typeName: string): string => `${hyphened(typeName)}/`;

const hyphened = (typeName: string): string => typeName.replaceAll('::', '-');

/** At most `length` characters, and different for different names. */
function cut(name: string, length: number): string {
  if (name.length <= length) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, length - 9)}-${digest}`;
}
