import { isDeepStrictEqual } from 'node:util';
import type { Stack } from '@aws-sdk/client-cloudformation';
import type { Template } from '../template/template';
import type { Registration } from './find-registration';
import { DEFAULT_PREFIX, namePrefix } from './names';
import type { HandlerPackage } from './read-package';
import type { TypeConfiguration } from './type-configuration';

/** What should be registered. */
export interface Wish {
  package: HandlerPackage;
  /** The registration's. */
  template: Template;
  /** The parameters that the user gave. */
  parameters: ReadonlyMap<string, string>;
  configuration: TypeConfiguration | undefined;
}

/** Where the package is: an address as RegisterType takes it. */
export interface PackagePlace {
  bucket: string;
  key: string;
}

export interface Plan {
  action: 'create' | 'update' | 'none';
  /** Whether the stack has to be created or changed. */
  stack: boolean;
  /** Whether the package is needed in its bucket. */
  upload: boolean;
  /** Whether another version than the stack's is the default. */
  setDefault: boolean;
  /** The stack's parameters that are not left as they are. */
  parameters: ReadonlyMap<string, string>;
  /** What changes, a sentence each. */
  changes: string[];
  /** Versions that something else registered: they stay. */
  foreignVersions: string[];
}

const PACKAGE = 'SchemaHandlerPackage';

/** Compares what should be registered with what is. */
export function planRegistration(wish: Wish, found: Registration, place: PackagePlace): Plan {
  const { stack, type } = found;
  const ownVersion = outputOf(found, 'TypeVersionArn');
  const foreignVersions = (type?.versions ?? []).filter((id) => id !== versionIn(ownVersion));
  const previous = new Map((stack?.Parameters ?? []).map((one) => [one.ParameterKey, one.ParameterValue]));
  const upload = !hasPackage(stack, wish.package);
  const wanted = new Map([
    ['TypeName', wish.package.schema.typeName],
    ...(stack ? [] : [['NamePrefix', namePrefix(wish.package.schema.typeName)] as const]),
    ...wish.parameters,
    ...(upload ? [[PACKAGE, `s3://${place.bucket}/${place.key}`] as const] : []),
  ]);
  const changed = [...wanted].filter(([key, value]) => previous.get(key) !== value);
  const template = stack !== undefined && found.template?.trim() !== wish.template.text.trim();
  // A version that the stack is about to register becomes the default anyway.
  const setDefault = !upload && type !== undefined && ownVersion !== undefined && !isOwnDefault(found);
  const configuration = stack
    ? wantedConfiguration(wish, found)
    : {
        ...(wanted.get('NamePrefix') !== DEFAULT_PREFIX && { ServiceRoleArn: undefined }),
        ...wish.configuration,
      };
  const configured = Object.keys(configuration ?? {});
  const changes = [
    ...(stack === undefined ? ['create the roles, the log group and the version of the type'] : []),
    ...(stack !== undefined && upload
      ? [`register this package as a new version and the default one, in place of ${versionName(ownVersion)}`]
      : []),
    ...(template ? ['bring the roles up to date with the template of this version'] : []),
    ...(stack === undefined
      ? []
      : changed.filter(([key]) => key !== PACKAGE).map(describeParameter(previous))),
    ...(setDefault
      ? [`make ${versionName(ownVersion)} the default one again, instead of ${type?.versionId}`]
      : []),
    ...((stack ? configuration !== undefined : configured.length > 0)
      ? [`set the type configuration (${configured.join(', ') || 'empty'})`]
      : []),
  ];
  return {
    action: changes.length === 0 ? 'none' : stack === undefined ? 'create' : 'update',
    stack: stack === undefined || upload || template || changed.length > 0,
    upload,
    setDefault,
    parameters: wanted,
    changes,
    foreignVersions,
  };
}

/**
 * The configuration to set, once the stack is complete; undefined to leave it. Handlers find the build role by its default
 * name; a role of another name has to be configured.
 */
export function wantedConfiguration(wish: Wish, done: Registration): TypeConfiguration | undefined {
  const current = done.type?.configuration;
  const prefix = done.stack?.Parameters?.find(
    ({ ParameterKey }) => ParameterKey === 'NamePrefix',
  )?.ParameterValue;
  const role = prefix === DEFAULT_PREFIX ? undefined : outputOf(done, 'BuildRoleArn');
  const wanted = { ...(role && { ServiceRoleArn: role }), ...(wish.configuration ?? current) };
  return isDeepStrictEqual(wanted, current ?? {}) ? undefined : wanted;
}

export const outputOf = ({ stack }: Registration, key: string): string | undefined =>
  stack?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;

/** The id of a version, by its ARN. */
export const versionIn = (arn: string | undefined): string | undefined => arn?.split('/').at(-1);

/** Whether a stack registers this package, from wherever it was uploaded to. */
export const hasPackage = (stack: Stack | undefined, { digest }: HandlerPackage): boolean =>
  stack?.Parameters?.find(({ ParameterKey }) => ParameterKey === PACKAGE)?.ParameterValue?.endsWith(
    `/${digest}.zip`,
  ) ?? false;

/** Whether the stack's version is the one that stacks use. */
export const isOwnDefault = (found: Registration): boolean =>
  found.type?.versionId === versionIn(outputOf(found, 'TypeVersionArn'));

const versionName = (arn: string | undefined): string =>
  arn === undefined ? 'the earlier one' : `version ${versionIn(arn)}`;

const describeParameter =
  (previous: ReadonlyMap<string | undefined, string | undefined>) =>
  ([key, value]: readonly [string, string]): string =>
    `change the parameter ${key} from ${JSON.stringify(previous.get(key) ?? '')} to ${JSON.stringify(value)}`;
