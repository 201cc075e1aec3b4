import { posix } from 'node:path';
import type { Model, TypeConfiguration } from '../models';
import type { Resolution } from '../ports/callback-context';
import type { ComputeType, Vpc } from '../ports/codebuild';
import { type LogGroup, logGroupOf } from './build-log';
import { BUILDSPEC_VERSION } from './buildspec';
import { defaults } from './defaults';
import { fingerprint, type SourceIdentity } from './fingerprint';
import { defaultRoleArn, type Names, namesOf } from './names';
import { type Owner, ownerTags } from './ownership';
import type { PolicyText } from './repository-policy';
import type { Tags } from './tags';

/** Where the build context comes from. */
type Source = { inline: string } | { bucket: string; key: string; version: string | undefined };

/** Where the builder is. */
interface Place {
  partition: string;
  account: string;
  region: string;
}

/** What a builder should be: the properties with every default filled in. */
export interface Desired {
  names: Names;
  /** Who creates the builder; undefined in an update, which leaves the owner as it is. */
  owner: Owner | undefined;
  source: Source;
  dockerfile: string;
  target: string | undefined;
  buildArgs: Record<string, string>;
  /** ID -> reference of a Secrets Manager secret. */
  buildSecrets: Record<string, string>;
  dockerLoginSecretArn: string | undefined;
  /** `linux/amd64` and/or `linux/arm64`, each once. */
  platforms: string[];
  install: string[];
  preBuild: string[];
  cacheDisabled: boolean;
  vpc: Vpc | undefined;
  roleArn: string;
  computeType: ComputeType;
  /** Of every platform's build environment. Default: CodeBuild's own for the platform. */
  buildImage: string | undefined;
  timeoutInMinutes: number;
  repository: {
    untaggedRetentionDays: number;
    scanOnPush: boolean;
    removalPolicy: RemovalPolicy;
    adopt: boolean | undefined;
    kmsKeyArn: string | undefined;
    policyText: PolicyText | undefined;
    /** The settings that the template gives: an adopted repository keeps its own otherwise. */
    given: { untaggedRetentionDays: number | undefined; scanOnPush: boolean | undefined };
  };
  logGroup: LogGroup;
  /** As given. */
  logs: Model['Logs'];
  place: Place;
  replicaRegions: string[];
  /** The SSM parameter that gets the image's URI. */
  parameterName: string | undefined;
  pollIntervalSeconds: number | undefined;
  revision: string | undefined;
  /** The resource's and the stack's; the resource's value wins. */
  userTags: Tags;
  /** Those and the owner's. */
  tags: Tags;
  /** The properties that were given as an empty map or list: they are read back so. */
  givenEmpty: string[];
}

/** A desired builder whose inputs are resolved: what the parts bring about. */
export type ResolvedBuilder = Desired & Resolution;

export const removalPolicies = ['RETAIN_EXCEPT_ON_CREATE', 'RETAIN', 'DELETE'] as const;
export type RemovalPolicy = (typeof removalPolicies)[number];

/** A model whose builder has its name. */
export type NamedModel = Model & { BuilderName: string };

export interface DesiredFrom {
  model: NamedModel;
  owner: Owner | undefined;
  stackTags: Tags;
  typeConfiguration: TypeConfiguration | undefined;
  place: Place;
}

export function desiredBuilder({ model, owner, stackTags, typeConfiguration, place }: DesiredFrom): Desired {
  const names = namesOf(model.BuilderName, model.Repository?.Name);
  const own = Object.fromEntries((model.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
  const userTags = { ...stackTags, ...own };
  return {
    names,
    owner,
    source: sourceOf(model),
    dockerfile: model.Dockerfile ?? defaults.dockerfile,
    target: model.Target,
    buildArgs: model.BuildArgs ?? {},
    buildSecrets: model.BuildSecrets ?? {},
    dockerLoginSecretArn: model.DockerLoginSecretArn,
    platforms: model.Platforms ?? [...defaults.platforms],
    install: model.InstallCommands ?? [],
    preBuild: model.PreBuildCommands ?? [],
    cacheDisabled: model.CacheDisabled ?? defaults.cacheDisabled,
    vpc: vpcOf(model.VpcConfig ?? typeConfiguration?.VpcConfig),
    roleArn:
      model.ServiceRoleArn ??
      typeConfiguration?.ServiceRoleArn ??
      defaultRoleArn(place.partition, place.account, place.region),
    computeType: model.ComputeType ?? typeConfiguration?.ComputeType ?? defaults.computeType,
    buildImage: model.BuildImage,
    timeoutInMinutes: model.TimeoutInMinutes ?? defaults.timeoutInMinutes,
    repository: {
      untaggedRetentionDays: model.Repository?.UntaggedRetentionDays ?? defaults.untaggedRetentionDays,
      scanOnPush: model.Repository?.ScanOnPush ?? defaults.scanOnPush,
      removalPolicy: model.Repository?.RemovalPolicy ?? defaults.removalPolicy,
      adopt: model.Repository?.Adopt,
      kmsKeyArn: model.Repository?.KmsKeyArn,
      policyText: model.Repository?.PolicyText,
      given: {
        untaggedRetentionDays: model.Repository?.UntaggedRetentionDays,
        scanOnPush: model.Repository?.ScanOnPush,
      },
    },
    logGroup: logGroupOf(names, model.Logs),
    logs: model.Logs,
    place,
    replicaRegions: model.ReplicaRegions ?? [],
    parameterName: model.Publish?.ParameterName,
    pollIntervalSeconds: model.PollIntervalSeconds ?? typeConfiguration?.PollIntervalSeconds,
    revision: model.Revision,
    userTags,
    tags: { ...userTags, ...ownerTags(names.builder, owner) },
    givenEmpty: Object.keys(model).filter((property) => isEmpty(model[property as keyof Model])),
  };
}

const vpcOf = (config: Model['VpcConfig']): Vpc | undefined =>
  config && { id: config.VpcId, subnets: config.SubnetIds, securityGroups: config.SecurityGroupIds };

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** The schema demands either Inline, or S3Bucket and S3Key. */
const sourceOf = ({ Source: { Inline, S3Bucket = '', S3Key = '', S3ObjectVersion } }: Model): Source =>
  Inline === undefined ? { bucket: S3Bucket, key: S3Key, version: S3ObjectVersion } : { inline: Inline };

/** The tag of the image that these inputs give. */
export const imageTag = (desired: Desired, source: SourceIdentity): string => hashInputs(desired, source);

/**
 * The tags of the images for the single platforms: each is the tag that a builder of that platform alone gives its
 * image, so that adding or removing a platform builds nothing twice.
 */
export const platformTags = (desired: Desired, source: SourceIdentity): Record<string, string> =>
  Object.fromEntries(
    desired.platforms.map((platform) => [
      platform,
      hashInputs({ ...desired, platforms: [platform] }, source),
    ]),
  );

/** A hash of the properties that can change the image: the source by its name, not by its content. */
export const propertiesHash = (desired: Desired): string => hashInputs(desired, desired.source);

const hashInputs = (desired: Desired, source: SourceIdentity | Source): string =>
  fingerprint({
    source,
    dockerfile: posix.normalize(desired.dockerfile),
    target: desired.target,
    buildArgs: desired.buildArgs,
    // Absent without secrets: images that were built before the property existed keep their tags.
    buildSecrets: isEmpty(desired.buildSecrets) ? undefined : desired.buildSecrets,
    platforms: desired.platforms,
    install: desired.install,
    preBuild: desired.preBuild,
    revision: desired.revision,
    buildspecVersion: BUILDSPEC_VERSION,
  });
