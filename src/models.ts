// Generated from schema/token-injectable-docker-builder.json by npm run generate. Do not edit.
export interface Model {
  /**
   * The builder's name and primary identifier. Its project is `docker-builder-<BuilderName>`, its repositories are `docker-builder/<BuilderName>/image` and `/cache`. Default: generated from the stack, the logical id and the request's token.
   */
  BuilderName?: string;
  Source: Source;
  /**
   * Path of the Dockerfile inside the build context. Default: `Dockerfile`.
   */
  Dockerfile?: string;
  /**
   * The stage of the Dockerfile to build. Default: the last one.
   */
  Target?: string;
  /**
   * Build arguments (`ARG` in the Dockerfile): name to value. A value may be anything that CloudFormation knows only while it deploys, and arrives byte for byte: any Unicode text of at most 4,096 characters without NUL; 128 KiB in all. Not for secrets: a build argument can be read from the image's history.
   */
  BuildArgs?: {
    /**
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^[A-Za-z_][A-Za-z0-9_]*$".
     */
    [k: string]: string;
  };
  /**
   * BuildKit secrets (`RUN --mount=type=secret,id=...`): id to the ARN of a Secrets Manager secret, or `<ARN>:<json-key>`. Not supported yet by this version.
   */
  BuildSecrets?: {
    /**
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^[A-Za-z_][A-Za-z0-9_]*$".
     */
    [k: string]: string;
  };
  /**
   * The platforms to build for, each on a native machine. Default: `linux/amd64`; others are not supported yet by this version.
   *
   * @minItems 1
   * @maxItems 2
   */
  Platforms?:
    ['linux/amd64' | 'linux/arm64'] | ['linux/amd64' | 'linux/arm64', 'linux/amd64' | 'linux/arm64'];
  /**
   * Shell commands for the build's install phase, each in a bash of its own; exported variables and the folder carry on. They run on CodeBuild's machine before the image is built.
   *
   * @maxItems 100
   */
  InstallCommands?: string[];
  /**
   * Shell commands for the build's pre_build phase, in the build context's folder, each in a bash of its own.
   *
   * @maxItems 100
   */
  PreBuildCommands?: string[];
  /**
   * True builds without the layer cache, which is otherwise kept in a repository of its own. Default: false.
   */
  CacheDisabled?: boolean;
  /**
   * Secrets Manager secret `{"username", "password", "registry"?}` for a registry that base images come from. Not supported yet by this version.
   */
  DockerLoginSecretArn?: string;
  VpcConfig?: VpcConfig;
  /**
   * The role that CodeBuild builds with; it must be on the path `/docker-builder/`, since the type's execution role may pass no other. Default: the type configuration's, else `docker-builder-build-<region>` of the registration.
   */
  ServiceRoleArn?: string;
  /**
   * CodeBuild's compute type. Default: the type configuration's, else BUILD_GENERAL1_SMALL.
   */
  ComputeType?:
    | 'BUILD_GENERAL1_SMALL'
    | 'BUILD_GENERAL1_MEDIUM'
    | 'BUILD_GENERAL1_LARGE'
    | 'BUILD_GENERAL1_XLARGE'
    | 'BUILD_GENERAL1_2XLARGE';
  /**
   * The image of CodeBuild's build environment. Default: `aws/codebuild/standard:7.0`.
   */
  BuildImage?: string;
  /**
   * Minutes after which CodeBuild ends a build. Default: 60.
   */
  TimeoutInMinutes?: number;
  Repository?: Repository;
  /**
   * Further Regions that get the image by ECR's replication. Not supported yet by this version.
   *
   * @maxItems 25
   */
  ReplicaRegions?: string[];
  Publish?: Publish;
  Logs?: Logs;
  /**
   * Seconds between two looks at a running build. Default: adaptive, sparse while it can't be done, dense around the time that the last builds took.
   */
  PollIntervalSeconds?: number;
  /**
   * Any text; a change forces a new image from the same inputs.
   */
  Revision?: string;
  /**
   * Tags for the project and the repositories, beside the stack's; the resource's value wins.
   *
   * @maxItems 46
   */
  Tags?: Tag[];
  /**
   * The image with its digest: `<RepositoryUri>@sha256:...`.
   */
  ImageUri?: string;
  /**
   * The image's tag: a SHA-256 over the resolved inputs, 64 hexadecimal digits.
   */
  ImageTag?: string;
  /**
   * The image's digest: `sha256:...`.
   */
  ImageDigest?: string;
  /**
   * The name of the image repository.
   */
  RepositoryName?: string;
  /**
   * The URI of the image repository.
   */
  RepositoryUri?: string;
  /**
   * The ARN of the image repository.
   */
  RepositoryArn?: string;
  /**
   * The ARN of the CodeBuild project.
   */
  ProjectArn?: string;
}
/**
 * The build context: either a zip in S3 (S3Bucket and S3Key) or Inline, the text of a Dockerfile that needs no context.
 */
export interface Source {
  /**
   * The bucket of the zip.
   */
  S3Bucket?: string;
  /**
   * The key of the zip. The same properties give the same image: after overwriting an object under the same key, set S3ObjectVersion or change Revision.
   */
  S3Key?: string;
  /**
   * The version of the object. Default: the newest.
   */
  S3ObjectVersion?: string;
  /**
   * The text of a Dockerfile, at most 4,096 characters; there is no build context.
   */
  Inline?: string;
}
/**
 * The VPC to build in. Not supported yet by this version.
 */
export interface VpcConfig {
  /**
   * The VPC's id.
   */
  VpcId: string;
  /**
   * Subnets with a way to ECR, S3 and CloudWatch Logs.
   *
   * @minItems 1
   * @maxItems 16
   */
  SubnetIds:
    | [string]
    | [string, string]
    | [string, string, string]
    | [string, string, string, string]
    | [string, string, string, string, string]
    | [string, string, string, string, string, string]
    | [string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string, string, string]
    | [string, string, string, string, string, string, string, string, string, string, string, string, string]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ]
    | [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string
      ];
  /**
   * Security groups of the build.
   *
   * @minItems 1
   * @maxItems 5
   */
  SecurityGroupIds:
    | [string]
    | [string, string]
    | [string, string, string]
    | [string, string, string, string]
    | [string, string, string, string, string];
}
/**
 * The repository of the builder's images. Tags are immutable; untagged images expire, tagged ones never do.
 */
export interface Repository {
  /**
   * The repository's name. Default: `docker-builder/<BuilderName>/image`.
   */
  Name?: string;
  /**
   * True takes over a repository that exists, and never deletes it. Not supported yet by this version.
   */
  Adopt?: boolean;
  /**
   * The KMS key that encrypts the images. Default: AES-256. Not supported yet by this version.
   */
  KmsKeyArn?: string;
  /**
   * The repository policy, as in AWS::ECR::Repository. Not supported yet by this version.
   */
  PolicyText?: {} | string;
  /**
   * Days after which an untagged image expires. Default: 30.
   */
  UntaggedRetentionDays?: number;
  /**
   * Whether ECR scans an image when it is pushed. Default: true.
   */
  ScanOnPush?: boolean;
  /**
   * What happens to a repository that contains a finished image when the builder is deleted. RETAIN_EXCEPT_ON_CREATE keeps it, unless the operation that created the builder is rolled back; RETAIN always keeps it; DELETE deletes it with its images. Default: RETAIN_EXCEPT_ON_CREATE.
   */
  RemovalPolicy?: 'RETAIN_EXCEPT_ON_CREATE' | 'RETAIN' | 'DELETE';
}
/**
 * Publishes the image URI. Not supported yet by this version.
 */
export interface Publish {
  /**
   * The SSM parameter that gets the image URI.
   */
  ParameterName: string;
}
/**
 * Where the build's log goes. Default: `/aws/codebuild/docker-builder-<BuilderName>`, removed with the builder. Not supported yet by this version.
 */
export interface Logs {
  /**
   * The log group.
   */
  GroupName?: string;
  /**
   * True keeps the log for 7 days in `/docker-builder/<BuilderName>`, whatever becomes of the builder.
   */
  Retain?: boolean;
}
/**
 * A tag.
 */
export interface Tag {
  /**
   * 1 to 127 letters, digits, spaces and `_ . : / = + - @`; not beginning with aws:
   */
  Key: string;
  /**
   * At most 255 letters, digits, spaces and `_ . : / = + - @`.
   */
  Value: string;
}

export interface TypeConfiguration {
  /**
   * The role that CodeBuild builds with, where a builder names none.
   */
  ServiceRoleArn?: string;
  VpcConfig?: VpcConfig;
  /**
   * CodeBuild's compute type, where a builder names none.
   */
  ComputeType?:
    | 'BUILD_GENERAL1_SMALL'
    | 'BUILD_GENERAL1_MEDIUM'
    | 'BUILD_GENERAL1_LARGE'
    | 'BUILD_GENERAL1_XLARGE'
    | 'BUILD_GENERAL1_2XLARGE';
  /**
   * Seconds between two looks at a running build, where a builder names none.
   */
  PollIntervalSeconds?: number;
}
