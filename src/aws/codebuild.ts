import {
  type Build,
  CodeBuild,
  type CreateProjectCommandInput,
  type Project,
  type StartBuildCommandInput,
  type UpdateProjectCommandInput,
} from '@aws-sdk/client-codebuild';
import { attempt, must } from './service-error';
import { clientConfig, type Session } from './session';

export type { Build, Project };
export type ProjectInput = CreateProjectCommandInput & UpdateProjectCommandInput;
export type BuildInput = StartBuildCommandInput;

/** The calls of CodeBuild that a builder makes. */
export interface CodeBuildPort {
  /** @throws ServiceError `ResourceAlreadyExistsException` when the name is taken */
  createProject(input: ProjectInput): Promise<void>;
  updateProject(input: ProjectInput): Promise<void>;
  project(name: string): Promise<Project | undefined>;
  projects(names: string[]): Promise<Project[]>;
  /** One page of project names, in the order of their names. */
  projectNames(nextToken: string | undefined): Promise<{ names: string[]; nextToken: string | undefined }>;
  /** Also when it is gone already. */
  deleteProject(name: string): Promise<void>;
  /** @throws ServiceError `AccountLimitExceededException` when the queue is full */
  startBuild(input: BuildInput): Promise<Build>;
  stopBuild(id: string): Promise<void>;
  build(id: string): Promise<Build | undefined>;
  /** The project's newest builds (at most 20), newest first. */
  newestBuilds(project: string): Promise<Build[]>;
}

export function codeBuildPort(session: Session): CodeBuildPort {
  const client = new CodeBuild(clientConfig(session));
  const builds = async (ids: string[]) =>
    (await must('codebuild:BatchGetBuilds', () => client.batchGetBuilds({ ids }))).builds ?? [];
  const projects = async (names: string[]) =>
    (await must('codebuild:BatchGetProjects', () => client.batchGetProjects({ names }))).projects ?? [];
  return {
    async createProject(input) {
      await must('codebuild:CreateProject', () => client.createProject(input));
    },
    async updateProject(input) {
      await must('codebuild:UpdateProject', () => client.updateProject(input));
    },
    async project(name) {
      return (await projects([name]))[0];
    },
    projects,
    async projectNames(nextToken) {
      const page = await must('codebuild:ListProjects', () =>
        client.listProjects({ sortBy: 'NAME', sortOrder: 'ASCENDING', nextToken }),
      );
      return { names: page.projects ?? [], nextToken: page.nextToken };
    },
    async deleteProject(name) {
      await attempt('codebuild:DeleteProject', () => client.deleteProject({ name }), [
        'ResourceNotFoundException',
      ]);
    },
    async startBuild(input) {
      const { build } = await must('codebuild:StartBuild', () => client.startBuild(input));
      return build as Build;
    },
    async stopBuild(id) {
      await attempt('codebuild:StopBuild', () => client.stopBuild({ id }), ['ResourceNotFoundException']);
    },
    async build(id) {
      return (await builds([id]))[0];
    },
    async newestBuilds(project) {
      const page = await attempt(
        'codebuild:ListBuildsForProject',
        () => client.listBuildsForProject({ projectName: project, sortOrder: 'DESCENDING' }),
        ['ResourceNotFoundException'],
      );
      const ids = (page?.ids ?? []).slice(0, 20);
      return ids.length === 0 ? [] : builds(ids);
    },
  };
}
