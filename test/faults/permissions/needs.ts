import type { RoleKind } from '../../support/role-copy';
import type { ScenarioName } from './scenarios';

/** For every action of the type's roles, what fails without it. */
export const needs: Record<RoleKind, Record<string, ScenarioName>> = {
  execution: {
    'cloudformation:DescribeStacks': 'rolledBackCreate',
    'codebuild:BatchGetBuilds': 'inline',
    'codebuild:BatchGetProjects': 'inline',
    'codebuild:CreateProject': 'inline',
    'codebuild:DeleteProject': 'inline',
    'codebuild:ListBuildsForProject': 'inline',
    'codebuild:ListProjects': 'list',
    'codebuild:StartBuild': 'inline',
    'codebuild:StopBuild': 'deleteDuringBuild',
    'codebuild:UpdateProject': 'changes',
    'ecr:CreateRepository': 'inline',
    'ecr:DeleteRepository': 'inline',
    'ecr:DescribeImages': 'inline',
    'ecr:DescribeRepositories': 'inline',
    'ecr:GetLifecyclePolicy': 'inline',
    'ecr:ListImages': 'retain',
    'ecr:ListTagsForResource': 'inline',
    'ecr:PutImageScanningConfiguration': 'changes',
    'ecr:PutImageTagMutability': 'mutableTags',
    'ecr:PutLifecyclePolicy': 'inline',
    'ecr:TagResource': 'inline',
    'ecr:UntagResource': 'changes',
    'iam:PassRole': 'inline',
    'logs:CreateLogGroup': 'inline',
    'logs:DeleteLogGroup': 'inline',
    'logs:GetLogEvents': 'failingBuild',
    'logs:PutRetentionPolicy': 'inline',
    'logs:TagResource': 'inline',
    's3:GetObject': 'source',
    's3:GetObjectVersion': 'sourceVersion',
  },
  build: {
    'ecr:BatchCheckLayerAvailability': 'inline',
    'ecr:BatchGetImage': 'ownBase',
    'ecr:CompleteLayerUpload': 'inline',
    'ecr:GetAuthorizationToken': 'inline',
    'ecr:GetDownloadUrlForLayer': 'ownBase',
    'ecr:InitiateLayerUpload': 'inline',
    'ecr:PutImage': 'inline',
    'ecr:UploadLayerPart': 'inline',
    'logs:CreateLogStream': 'inline',
    'logs:PutLogEvents': 'failingBuild',
    's3:GetObject': 'source',
    's3:GetObjectVersion': 'sourceVersion',
  },
};

/** Granted on AWS's advice, although no call of this endpoint takes them. */
export const advised: Record<string, string> = {
  's3:GetBucketAcl': 'CodeBuild checks who owns the bucket of a source',
  's3:GetBucketLocation': 'CodeBuild checks who owns the bucket of a source',
};
