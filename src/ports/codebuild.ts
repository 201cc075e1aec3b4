/** How the names of our variables begin, in projects and in builds: no command, template or Dockerfile uses such names. */
export const VARIABLE_PREFIX = 'DOCKER_BUILDER_';

/** The variable of a project that names the tag of the image its builds push. */
export const IMAGE_TAG = `${VARIABLE_PREFIX}IMAGE_TAG`;
/** The variable of a build that names the platform it builds for; of a project: its builder's platforms. */
export const PLATFORM = `${VARIABLE_PREFIX}PLATFORM`;
/** The one that names the properties which the project was defined from, by their hash. */
export const PROPERTIES_HASH = `${VARIABLE_PREFIX}PROPERTIES_HASH`;

export type ComputeType =
  | 'BUILD_GENERAL1_SMALL'
  | 'BUILD_GENERAL1_MEDIUM'
  | 'BUILD_GENERAL1_LARGE'
  | 'BUILD_GENERAL1_XLARGE'
  | 'BUILD_GENERAL1_2XLARGE';

export interface Vpc {
  id: string;
  subnets: string[];
  securityGroups: string[];
}

/** The machine that builds a platform natively, in the words of CodeBuild's API. */
export interface Machine {
  type: 'LINUX_CONTAINER' | 'ARM_CONTAINER';
  /** Of the build environment. */
  image: string;
}

/** The settings of a project that both its create and its update take. */
export interface ProjectDefinition {
  name: string;
  description: string;
  /** `bucket/key` of the zip; undefined: the project has no source. */
  sourceLocation: string | undefined;
  buildspec: string;
  machine: Machine;
  computeType: ComputeType;
  /** Plain environment variables. */
  variables: Record<string, string>;
  /** Variables that CodeBuild fills from Secrets Manager: their references. */
  secrets: Record<string, string>;
  vpc: Vpc | undefined;
  roleArn: string;
  timeoutInMinutes: number;
  queuedTimeoutInMinutes: number;
  /** The log group that builds write to. */
  logGroup: string;
  tags: Record<string, string>;
}

/** A project as CodeBuild holds it; its compute type may have been changed to one that a builder can't set. */
export interface Project {
  name: string;
  arn: string;
  sourceLocation: string | undefined;
  buildspec: string;
  /** Its type may be one that a builder does not set. */
  machine: { type: string; image: string };
  computeType: string;
  variables: Record<string, string>;
  secrets: Record<string, string>;
  vpc: Vpc | undefined;
  /** Undefined: CodeBuild's default. */
  logGroup: string | undefined;
  roleArn: string;
  timeoutInMinutes: number;
  tags: Record<string, string>;
}

type BuildStatus = 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'FAULT' | 'TIMED_OUT' | 'STOPPED';

export interface BuildPhase {
  phaseType: string;
  /** Undefined while the phase runs. */
  phaseStatus: string | undefined;
  contexts: { statusCode: string | undefined; message: string | undefined }[];
}

export interface Build {
  id: string;
  status: BuildStatus;
  /** The current phase: SUBMITTED, QUEUED, PROVISIONING, ..., COMPLETED. */
  phase: string;
  phases: BuildPhase[];
  /** The tag of the image that it pushes. */
  imageTag: string | undefined;
  /** The platform that it builds for. */
  platform: string | undefined;
  /** The properties of the definition that it was started from. */
  properties: string | undefined;
  /** Milliseconds since 1970. */
  startedAt: number;
  /** Undefined while it runs. */
  endedAt: number | undefined;
  timeoutInMinutes: number;
  /** Undefined until CodeBuild has begun to write it. */
  log: { group: string; stream: string } | undefined;
  /** The console's page of the log. */
  logLink: string | undefined;
}

interface BuildStart {
  project: string;
  /** The same token within five minutes gives the same build. */
  idempotencyToken: string;
  sourceVersion: string | undefined;
  /** Instead of the project's. */
  machine: Machine | undefined;
  /** Plain variables in addition to the project's; these win. */
  variables: Record<string, string>;
}

/** The calls of CodeBuild that a builder needs. */
export interface CodeBuildPort {
  /** @throws ServiceError `ResourceAlreadyExistsException` when the name is taken */
  createProject(definition: ProjectDefinition): Promise<void>;
  updateProject(definition: ProjectDefinition): Promise<void>;
  project(name: string): Promise<Project | undefined>;
  projects(names: string[]): Promise<Project[]>;
  /** One page of project names, in the order of their names. */
  projectNames(nextToken: string | undefined): Promise<{ names: string[]; nextToken: string | undefined }>;
  /** Also succeeds when the project is already gone. */
  deleteProject(name: string): Promise<void>;
  /** @throws ServiceError `AccountLimitExceededException` when the queue is full */
  startBuild(start: BuildStart): Promise<Build>;
  /** Also succeeds when the build has already ended. */
  stopBuild(id: string): Promise<void>;
  build(id: string): Promise<Build | undefined>;
  /** The project's newest builds (at most 20), newest first. */
  newestBuilds(project: string): Promise<Build[]>;
}
