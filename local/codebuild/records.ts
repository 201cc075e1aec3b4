import type {
  CreateProjectInput,
  ListBuildsForProjectInput,
  ListBuildsInput,
  StartBuildInput,
  UpdateProjectInput,
} from '@aws-sdk/client-codebuild';
import type { Checked } from '../service/service';

export type CreateProject = Checked<CreateProjectInput>;
export type UpdateProject = Checked<UpdateProjectInput>;
export type StartBuild = Checked<StartBuildInput>;
export type ListBuilds = ListBuildsInput & Partial<ListBuildsForProjectInput>;

export type Source = CreateProject['source'];
export type Environment = CreateProject['environment'];
export type Variable = NonNullable<Environment['environmentVariables']>[number];

/** What CodeBuild keeps of a project: every member of the request. Times are seconds since 1970, as in its protocol. */
export interface ProjectRecord extends Omit<CreateProject, 'badgeEnabled'> {
  arn: string;
  timeoutInMinutes: number;
  queuedTimeoutInMinutes: number;
  badge: { badgeEnabled: boolean };
  projectVisibility: 'PRIVATE';
  created: number;
  lastModified: number;
}

export interface PhaseRecord {
  phaseType: string;
  phaseStatus?: string;
  startTime: number;
  endTime?: number;
  durationInSeconds?: number;
  contexts?: { statusCode: string; message: string }[];
}

export type BuildStatus = 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'FAULT' | 'TIMED_OUT' | 'STOPPED';

export interface BuildRecord {
  id: string;
  arn: string;
  buildNumber: number;
  startTime: number;
  endTime?: number;
  currentPhase: string;
  buildStatus: BuildStatus;
  sourceVersion?: string;
  resolvedSourceVersion?: string;
  projectName: string;
  phases: PhaseRecord[];
  source: Source;
  artifacts: { location: string };
  cache?: ProjectRecord['cache'];
  environment: Environment;
  vpcConfig?: ProjectRecord['vpcConfig'];
  serviceRole: string;
  logs: { groupName: string; streamName: string; deepLink: string; cloudWatchLogsArn: string };
  timeoutInMinutes: number;
  queuedTimeoutInMinutes: number;
  buildComplete: boolean;
  initiator: string;
  encryptionKey?: string;
  exportedEnvironmentVariables?: { name: string; value: string }[];
}

export const seconds = (): number => Date.now() / 1000;
