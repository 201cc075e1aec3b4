import { AwsError } from '../service/errors';
import type { HandlerHost } from './handler-host';
import type { ModelCheck } from './model-validation';

/** A registration that was asked for: under way, or how it ended. */
export interface Registration {
  token: string;
  typeName: string;
  status: 'IN_PROGRESS' | 'COMPLETE' | 'FAILED';
  description: string;
  versionArn: string | undefined;
  /** Ends when the status is final; never fails. */
  work: Promise<void>;
}

/** A version of a registered type. */
export interface TypeVersion {
  typeName: string;
  versionId: string;
  arn: string;
  host: HandlerHost;
  check: ModelCheck;
  executionRoleArn: string | undefined;
  logging: { role: string; group: string } | undefined;
  registeredAt: Date;
  /** Deregistered: it can be described and listed, and its id is not used again. */
  deprecated?: boolean;
  /** TestType was called for it. */
  tested?: boolean;
}

export interface RegisteredType {
  name: string;
  /** Every version that there ever was. */
  versions: TypeVersion[];
  defaultVersion: string;
  configuration: Record<string, unknown> | undefined;
  configuredAt?: Date;
}

/** How a request names a type, or a version of it. */
export interface TypeReference {
  Type?: string;
  TypeName?: string;
  TypeArn?: string;
  Arn?: string;
  VersionId?: string;
}

/** What is registered in one Region of one account. */
export class RegistryState {
  readonly types = new Map<string, RegisteredType>();
  readonly registrations = new Map<string, Registration>();

  /** A type, also one that was deregistered. @throws AwsError when there is none */
  type(reference: TypeReference): RegisteredType {
    const arn = reference.Arn ?? reference.TypeArn;
    const name = arn?.split('/')[2]?.replaceAll('-', '::') ?? reference.TypeName ?? '';
    const type = this.types.get(name);
    if (type === undefined || !isOf(type, reference)) throw notFound(`type '${name}'`);
    return type;
  }

  /** A type that stacks can use. @throws AwsError when there is none */
  liveType(reference: TypeReference): RegisteredType {
    const type = this.type(reference);
    if (!isLive(type)) throw notFound(`type '${type.name}'`);
    return type;
  }

  /** The version that stacks use. @throws AwsError when there is none */
  current(typeName: string): TypeVersion {
    return defaultOf(this.liveType({ TypeName: typeName }));
  }
}

/** Only resource types are registered, and an ARN must be of this account and this Region. */
function isOf(type: RegisteredType, { Type = 'RESOURCE', Arn, TypeArn }: TypeReference): boolean {
  const arn = Arn ?? TypeArn;
  if (arn === undefined) return Type === 'RESOURCE';
  return arn.split('/').slice(0, 3).join('/') === typeArnOf(type.versions[0]?.arn ?? '');
}

export const liveVersions = (type: RegisteredType): TypeVersion[] =>
  type.versions.filter(({ deprecated }) => !deprecated);

export const isLive = (type: RegisteredType): boolean => liveVersions(type).length > 0;

/** The version that a request names; undefined when it names the type alone. */
export const versionIdOf = ({ VersionId, Arn }: TypeReference): string | undefined =>
  VersionId ?? Arn?.split('/')[3];

/** A version, also one that was deregistered. @throws AwsError when the type has no such version */
export function versionOf(type: RegisteredType, versionId: string | undefined): TypeVersion {
  const version = type.versions.find((one) => one.versionId === versionId);
  if (version === undefined) throw notFound(`version '${versionId}'`);
  return version;
}

/** @throws AwsError when the type has no such version that stacks can use */
export function liveVersionOf(type: RegisteredType, versionId: string | undefined): TypeVersion {
  const version = versionOf(type, versionId);
  if (version.deprecated) throw notFound(`version '${versionId}'`);
  return version;
}

export const defaultOf = (type: RegisteredType): TypeVersion => versionOf(type, type.defaultVersion);

export const isDefault = (type: RegisteredType, version: TypeVersion): boolean =>
  !version.deprecated && version.versionId === type.defaultVersion;

/** The ARN of a type is that of its versions without their ids. */
export const typeArnOf = (versionArn: string): string => versionArn.split('/').slice(0, 3).join('/');

const notFound = (what: string): AwsError =>
  new AwsError('TypeNotFoundException', `The ${what} cannot be found.`, 404);
