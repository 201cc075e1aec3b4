/** What CodeBuild keeps; times are seconds since 1970, as its JSON protocol has them. */

export interface Variable {
  name: string;
  value: string;
  type?: 'PLAINTEXT' | 'PARAMETER_STORE' | 'SECRETS_MANAGER';
}

export interface ProjectRecord {
  name: string;
  arn: string;
  source: { type: string; location?: string; buildspec?: string };
  sourceVersion?: string;
  environment: {
    type: string;
    image: string;
    computeType: string;
    environmentVariables?: Variable[];
    [more: string]: unknown;
  };
  serviceRole: string;
  timeoutInMinutes: number;
  queuedTimeoutInMinutes: number;
  logsConfig?: { cloudWatchLogs?: { status: string; groupName?: string; streamName?: string } };
  created: number;
  lastModified: number;
  [more: string]: unknown;
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
  projectName: string;
  phases: PhaseRecord[];
  source: ProjectRecord['source'];
  environment: ProjectRecord['environment'];
  serviceRole: string;
  logs: { groupName: string; streamName: string; deepLink: string; cloudWatchLogsArn: string };
  timeoutInMinutes: number;
  queuedTimeoutInMinutes: number;
  buildComplete: boolean;
  initiator: string;
  exportedEnvironmentVariables?: { name: string; value: string }[];
  [more: string]: unknown;
}

export const seconds = (): number => Date.now() / 1000;
