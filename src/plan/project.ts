import type { Model } from '../models';
import {
  IMAGE_TAG,
  type Machine,
  type Project,
  type ProjectDefinition,
  VARIABLE_PREFIX,
  type Vpc,
} from '../ports/codebuild';
import { logsOf } from './build-log';
import { buildspec, userCommands } from './buildspec';
import type { Desired, ResolvedBuilder } from './desired';
import { finishedVariables } from './finished-images';
import { namesOf } from './names';
import { builderOf } from './ownership';
import { machineFor } from './platforms';
import { recordedProperties, recordVariables } from './record';
import { tagVariables } from './recorded-tags';
import { replicationVariables } from './replication-record';
import { secretVariables } from './secrets';
import { tagList, userTags } from './tags';

/** Minutes that a build may wait in CodeBuild's queue. */
export const QUEUED_TIMEOUT = 120;

/** Where the record keeps the version of the source: a project's own source has no place for it. */
const SOURCE_VERSION = `${VARIABLE_PREFIX}SOURCE_OBJECT_VERSION`;

/**
 * The project is the record of its builder: what exists only as input travels in its variables, so that `read`
 * rebuilds the whole model from the name alone. No value is ever spliced into the buildspec.
 */
export function projectDefinition(desired: ResolvedBuilder): ProjectDefinition {
  const { source } = desired;
  const version = 'inline' in source ? undefined : source.version;
  return {
    name: desired.names.project,
    description: `Image of the CloudFormation builder ${desired.names.builder}; created and deleted with it.`,
    sourceLocation: 'inline' in source ? undefined : `${source.bucket}/${source.key}`,
    buildspec: buildspec({ install: desired.install, preBuild: desired.preBuild }),
    machine: projectMachine(desired),
    computeType: desired.computeType,
    variables: {
      ...recordVariables(desired, desired.imageTag),
      ...finishedVariables(desired.properties, desired.finished),
      ...replicationVariables(desired),
      ...tagVariables(desired.userTags),
      ...(version === undefined ? {} : { [SOURCE_VERSION]: version }),
    },
    secrets: secretVariables(desired),
    vpc: desired.vpc,
    roleArn: desired.roleArn,
    timeoutInMinutes: desired.timeoutInMinutes,
    queuedTimeoutInMinutes: QUEUED_TIMEOUT,
    logGroup: desired.logGroup.name,
    tags: desired.tags,
  };
}

/** The project's own machine is the first platform's; the builds of the other one override it. */
const projectMachine = ({ platforms: [first = ''], buildImage }: Desired): Machine =>
  machineFor(first, buildImage);

/** Whether a project is a builder's record: one that somebody else gave such a name is not. */
export const isRecord = ({ variables, tags }: Project): boolean =>
  variables[IMAGE_TAG] !== undefined || builderOf(tags) !== undefined;

/** The properties that a project records: the inverse of `projectDefinition`. */
export function modelOfProject(builder: string, project: Project): Model {
  const recorded = recordedProperties(project.variables, project.secrets);
  const { install, preBuild } = userCommands(project.buildspec);
  const tags = tagList(userTags(project.tags));
  const logs = logsOf(namesOf(builder), project.logGroup, recorded.Logs);
  return {
    ...recorded,
    BuilderName: builder,
    // Where the project has been given a source, the record of an inline one is out of date.
    Source: (project.sourceLocation === undefined ? recorded.Source : undefined) ?? sourceOf(project),
    ...(install.length > 0 && { InstallCommands: install }),
    ...(preBuild.length > 0 && { PreBuildCommands: preBuild }),
    ...(tags.length > 0 && { Tags: tags }),
    Logs: logs,
    ...(project.vpc && { VpcConfig: vpcConfigOf(project.vpc) }),
    ServiceRoleArn: project.roleArn,
    // One that the schema does not know was set behind CloudFormation's back: drift detection must see it.
    ComputeType: project.computeType as Model['ComputeType'],
    BuildImage: project.machine.image,
    TimeoutInMinutes: project.timeoutInMinutes,
    ProjectArn: project.arn,
  };
}

const vpcConfigOf = ({ id, subnets, securityGroups }: Vpc): NonNullable<Model['VpcConfig']> => ({
  VpcId: id,
  // The schema's types of lists of at most 16 and 5 names, which are CodeBuild's own limits.
  SubnetIds: subnets as NonNullable<Model['VpcConfig']>['SubnetIds'],
  SecurityGroupIds: securityGroups as NonNullable<Model['VpcConfig']>['SecurityGroupIds'],
});

function sourceOf({ sourceLocation = '', variables }: Project): Model['Source'] {
  const slash = sourceLocation.indexOf('/');
  return {
    S3Bucket: sourceLocation.slice(0, slash),
    S3Key: sourceLocation.slice(slash + 1),
    ...(variables[SOURCE_VERSION] === undefined ? {} : { S3ObjectVersion: variables[SOURCE_VERSION] }),
  };
}
