// Generated from schema/token-injectable-docker-builder.json by npm run generate. Do not edit.
export interface Model {
  /**
   * The builder's name and primary identifier. Its project is `docker-builder-<BuilderName>`, its repositories are `docker-builder/<BuilderName>/image` and `/cache`. Default: generated from the stack name, the logical ID and the request token.
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
   * Build arguments (`ARG` in the Dockerfile): names and values. A value can be anything that exists only at deploy time and reaches the build byte for byte: any Unicode text without NUL, at most 4,096 characters, 128 KiB in total. Not for secrets: anyone who can pull the image or read the CodeBuild project can read it, including values from NoEcho parameters and {{resolve:secretsmanager:...}}. A value that still contains an unresolved {{resolve:...}} is refused.
   */
  BuildArgs?: {
    /**
     * The value of the build argument with this name. The empty string is a value too.
     *
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^[A-Za-z_][A-Za-z0-9_]*$".
     */
    [k: string]: string;
  };
  /**
   * BuildKit secrets (`RUN --mount=type=secret,id=...`): IDs, each with a reference to a Secrets Manager secret: `<ARN>[:<json-key>[:<version-stage>[:<version-id>]]]`. The build role reads the value at the start of a build (registration parameter SecretArns); it is in no layer, log or variable of the project. The reference is part of the image tag, the value is not: to build with a rotated value, change the version ID in the reference, or Revision.
   */
  BuildSecrets?: {
    /**
     * The reference to the secret that `RUN --mount=type=secret,id=...` mounts by this ID.
     *
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^[A-Za-z0-9_.][A-Za-z0-9_.-]*$".
     */
    [k: string]: string;
  };
  /**
   * The platforms to build for, each on a native machine: `linux/amd64`, `linux/arm64` or both. Two platforms are built at the same time, and the image is an index of both: for ECS, EKS and `docker pull`; Lambda takes an image of one platform only. Default: `linux/amd64`.
   *
   * @minItems 1
   * @maxItems 2
   */
  Platforms?:
    ['linux/amd64' | 'linux/arm64'] | ['linux/amd64' | 'linux/arm64', 'linux/amd64' | 'linux/arm64'];
  /**
   * At most 100 shell commands for the build's install phase, each in its own bash; exported variables and the working directory are carried over. They run on CodeBuild's machine before the image is built.
   *
   * @maxItems 100
   */
  InstallCommands?: string[];
  /**
   * At most 100 shell commands for the build's pre_build phase, in the folder of the build context, each in its own bash.
   *
   * @maxItems 100
   */
  PreBuildCommands?: string[];
  /**
   * Whether to build without the layer cache, which is kept in a separate repository. Default: false.
   */
  CacheDisabled?: boolean;
  /**
   * A Secrets Manager secret with logins for the registries of base images, referenced as in BuildSecrets: JSON `{"username", "password", "registry"?}` or a list of these; without `registry` it is for Docker Hub. The build role must be allowed to read it (registration parameter SecretArns).
   */
  DockerLoginSecretArn?: string;
  VpcConfig?: VpcConfig;
  /**
   * The role that CodeBuild assumes. Its path must be `/docker-builder/`, because the type's execution role may pass no other. Default: the type configuration's, otherwise `docker-builder-build-<region>`, which the registration creates.
   */
  ServiceRoleArn?: string;
  /**
   * CodeBuild's compute type. Default: the type configuration's, otherwise BUILD_GENERAL1_SMALL.
   */
  ComputeType?:
    | 'BUILD_GENERAL1_SMALL'
    | 'BUILD_GENERAL1_MEDIUM'
    | 'BUILD_GENERAL1_LARGE'
    | 'BUILD_GENERAL1_XLARGE'
    | 'BUILD_GENERAL1_2XLARGE';
  /**
   * The image of CodeBuild's build environment. An image other than `aws/codebuild/*` is pulled with the service role and must contain bash 4.4 or newer, Docker with buildx, the AWS CLI and jq. With two platforms it must be an image for both. Default: `aws/codebuild/standard:7.0`, for linux/arm64 `aws/codebuild/amazonlinux-aarch64-standard:3.0`.
   */
  BuildImage?: string;
  /**
   * Minutes after which CodeBuild stops a build, from 5 to 480. Default: 60.
   */
  TimeoutInMinutes?: number;
  Repository?: Repository;
  /**
   * At most 25 further Regions of the same partition that ECR replicates the image to. The builder's repository is added to the registry's replication rules, and the operation succeeds once every Region has the image under the same digest. The replicas have the repository's settings and follow its RemovalPolicy. ECR selects repositories by prefix: a Repository.Name that other names begin with is refused.
   *
   * @maxItems 25
   */
  ReplicaRegions?: string[];
  Publish?: Publish;
  Logs?: Logs;
  /**
   * Seconds between polls of a running build, from 1 to 300. Default: adaptive, rarely while the build cannot have finished, often around the duration of previous builds.
   */
  PollIntervalSeconds?: number;
  /**
   * Any text. A change forces a new image from the same inputs.
   */
  Revision?: string;
  /**
   * At most 46 tags for the project and the repositories, in addition to the stack's tags. A tag given here overrides the stack's.
   *
   * @maxItems 46
   */
  Tags?: Tag[];
  /**
   * The image with its digest: `<RepositoryUri>@sha256:...`.
   */
  ImageUri?: string;
  /**
   * The image's tag: a SHA-256 hash of the resolved inputs, 64 hexadecimal digits.
   */
  ImageTag?: string;
  /**
   * The image's digest: `sha256:...`.
   */
  ImageDigest?: string;
  ImageDigests?: ImageDigests;
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
 * The build context: either a zip in S3 (S3Bucket and S3Key) or Inline, the text of a Dockerfile without a context.
 */
export interface Source {
  /**
   * The bucket that contains the zip. It must be in the stack's Region.
   */
  S3Bucket?: string;
  /**
   * The key of the zip. The same properties give the same image: after overwriting an object under the same key, set S3ObjectVersion or change Revision.
   */
  S3Key?: string;
  /**
   * The version of the object. Default: the latest.
   */
  S3ObjectVersion?: string;
  /**
   * The text of a Dockerfile, at most 4,096 characters, that is built without a build context.
   */
  Inline?: string;
}
/**
 * The VPC to build in. The build role must be allowed to create network interfaces (registration parameter VpcAccess), and the subnets must reach ECR, S3, CloudWatch Logs and the registries of base images through a NAT gateway or endpoints. Default: the type configuration's, otherwise none.
 */
export interface VpcConfig {
  /**
   * The ID of the VPC.
   */
  VpcId: string;
  /**
   * 1 to 16 subnets from which ECR, S3 and CloudWatch Logs can be reached.
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
   * 1 to 5 security groups for the build.
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
 * The repository for the builder's images. Its tags are immutable; untagged images expire, tagged ones never do.
 */
export interface Repository {
  /**
   * The repository's name. Default: `docker-builder/<BuilderName>/image`.
   */
  Name?: string;
  /**
   * Whether to use an existing repository, whoever created it. It keeps its settings, except for UntaggedRetentionDays, ScanOnPush and PolicyText if they are given, and is never deleted: a delete only removes the two tags that the builder put on it.
   */
  Adopt?: boolean;
  /**
   * The KMS key, in this Region, that encrypts the images and the layer cache. The execution role must be allowed to use it (registration parameter RepositoryKeys); replicas need a multi-Region key. Default: AES-256.
   */
  KmsKeyArn?: string;
  /**
   * The repository policy, as in AWS::ECR::Repository: who else may pull, such as Lambda (lambda.amazonaws.com) and other accounts. Replicas have it too. A statement that Lambda has added itself stays.
   */
  PolicyText?: {} | string;
  /**
   * Days after which an untagged image expires, from 1 to 3650. Default: 30.
   */
  UntaggedRetentionDays?: number;
  /**
   * Whether ECR scans an image when it is pushed. In an account with registry scanning, the registry's setting applies instead. Default: true.
   */
  ScanOnPush?: boolean;
  /**
   * What happens to a repository that contains a finished image when the builder is deleted. RETAIN_EXCEPT_ON_CREATE keeps it, unless the operation that created the builder is rolled back; RETAIN always keeps it; DELETE deletes it with its images. Default: RETAIN_EXCEPT_ON_CREATE.
   */
  RemovalPolicy?: 'RETAIN_EXCEPT_ON_CREATE' | 'RETAIN' | 'DELETE';
}
/**
 * Publishes the image's URI as an SSM parameter, in the builder's Region and in every replica Region, once the image is there. Other stacks resolve it with the parameter type `AWS::SSM::Parameter::Value<String>`. It is deleted with the builder.
 */
export interface Publish {
  /**
   * The name of the parameter, such as `/images/web`. It must not exist yet: a parameter of anyone else is never overwritten.
   */
  ParameterName: string;
}
/**
 * Where the build's log goes. Default: `/aws/codebuild/docker-builder-<BuilderName>`, which keeps it for 30 days and is deleted with the builder.
 */
export interface Logs {
  /**
   * An existing log group, which is left as it is. The roles must be allowed to use it (registration parameter LogGroups).
   */
  GroupName?: string;
  /**
   * Whether to keep the log for 7 days in `/docker-builder/<BuilderName>`, even if the stack is rolled back or the builder deleted. The group itself stays. Without effect together with GroupName.
   */
  Retain?: boolean;
}
/**
 * A tag.
 */
export interface Tag {
  /**
   * 1 to 127 letters, digits, spaces and `_ . : / = + - @`; must not begin with aws:
   */
  Key: string;
  /**
   * At most 255 letters, digits, spaces and `_ . : / = + - @`.
   */
  Value: string;
}
/**
 * The digests of the images for the single platforms.
 */
export interface ImageDigests {
  /**
   * The digest (`sha256:...`) of the image for linux/amd64, if it is one of the platforms.
   */
  Amd64?: string;
  /**
   * The digest (`sha256:...`) of the image for linux/arm64, if it is one of the platforms.
   */
  Arm64?: string;
}

export interface TypeConfiguration {
  /**
   * The role that CodeBuild assumes if a builder does not name one.
   */
  ServiceRoleArn?: string;
  VpcConfig?: VpcConfig;
  /**
   * CodeBuild's compute type if a builder does not name one.
   */
  ComputeType?:
    | 'BUILD_GENERAL1_SMALL'
    | 'BUILD_GENERAL1_MEDIUM'
    | 'BUILD_GENERAL1_LARGE'
    | 'BUILD_GENERAL1_XLARGE'
    | 'BUILD_GENERAL1_2XLARGE';
  /**
   * Seconds between polls of a running build, from 1 to 300, if a builder does not set them.
   */
  PollIntervalSeconds?: number;
}
