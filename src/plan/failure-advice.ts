/** A fix for a failure whose usual cause is outside the Dockerfile. */
interface Advice {
  /** Matches a line of the build's output or errors. */
  pattern: RegExp;
  advice: string;
}

const RATE_LIMIT = /toomanyrequests|429 Too Many Requests|reached your (unauthenticated )?pull rate limit/i;

/** A registry of ECR in any partition, FIPS and dual-stack names included. */
const ECR = String.raw`\d{12}\.dkr[.-]ecr(?:-fips)?\.[a-z0-9-]+\.[a-z0-9.-]+`;
const REFUSED =
  '(?:40[13] (?:Forbidden|Unauthorized)|no basic auth credentials|not authorized to perform: ecr:|authorization failed|pull access denied)';

const table: readonly Advice[] = [
  {
    pattern: RATE_LIMIT,
    advice:
      "Docker Hub limits pulls from CodeBuild's shared addresses: use the copy in public.ecr.aws/docker/library, a login (DockerLoginSecretArn) or an ECR pull-through cache (registration parameter PullThroughCachePrefixes)",
  },
  {
    pattern: new RegExp(`(?<!push .*)${ECR}.*${REFUSED}|${REFUSED}.*${ECR}`),
    advice:
      'the build role may not pull this base image: add its repository to the registration parameter BaseImageRepositories, or its prefix to PullThroughCachePrefixes; a repository of another account must allow this account in its policy',
  },
  {
    pattern: /push .*405 Method Not Allowed/,
    advice: 'ECR takes an image with at least one layer: the Dockerfile needs a COPY, ADD or RUN',
  },
  {
    pattern: new RegExp(`push .*${REFUSED}`),
    advice:
      "the build role may not push to the builder's repository: a role of your own (ServiceRoleArn) needs the statements of registration/build-role.yaml",
  },
  {
    pattern: new RegExp(REFUSED),
    advice:
      'this registry wants a login: put {"username", "password", "registry"} into a secret and name it in DockerLoginSecretArn',
  },
  {
    pattern: /not authorized to perform: secretsmanager:GetSecretValue/,
    advice:
      'the build role may not read this secret: add it to the registration parameter SecretArns; a secret of another account must also allow the role in its policy',
  },
  {
    pattern: /Access to KMS is not allowed|not authorized to perform: kms:Decrypt/,
    advice: "the build role may not use the KMS key of this secret: allow it kms:Decrypt in the key's policy",
  },
  {
    pattern:
      /Secrets Manager can.?t find the (specified secret|resource)|the secret has no JSON key|Secrets Manager Error/i,
    advice:
      "check the reference in BuildSecrets or DockerLoginSecretArn: the secret must be in the builder's Region and have this JSON key and version",
  },
  {
    pattern: /secret [\w.-]+: not found|secret file .* not found|failed to mount .*secret/i,
    advice: 'the Dockerfile mounts a secret that BuildSecrets does not have: add its ID there',
  },
  {
    pattern: /target stage .* could not be found/i,
    advice: 'Target names no stage of the Dockerfile (FROM ... AS <name>)',
  },
  {
    pattern: /UnauthorizedOperation|not authorized to perform:? (ec2:)?(Create|Delete|Describe)[A-Z]/i,
    advice:
      'the build role may not build in a VPC: set the registration parameter VpcAccess to true, or leave VpcConfig out',
  },
  {
    pattern:
      /no route to host|network is unreachable|i\/o timeout|connection timed out|connect timeout|could not (resolve host|connect to the endpoint)|(temporary failure in|failure in) name resolution|no such host/i,
    advice:
      'the host was not reachable: the subnets and security groups of a builder with VpcConfig must lead to it, through a NAT gateway or VPC endpoints (ECR, S3, CloudWatch Logs, Secrets Manager)',
  },
  {
    pattern: /does not allow AWS CodeBuild to create Amazon CloudWatch Logs log streams/,
    advice:
      "the build role may not write to this log group: add its ARN to the registration's parameter LogGroups, or leave Logs.GroupName out",
  },
  {
    pattern: /no space left on device/i,
    advice: 'the disk of the build machine is full: choose a larger ComputeType',
  },
  {
    pattern: /exit code: 137\b/,
    advice:
      'exit code 137 means that the step was killed, usually for lack of memory: choose a larger ComputeType',
  },
  {
    pattern: /exec format error/i,
    advice:
      'the program is for another processor than the build machine: use base images and binaries of the platform in Platforms (the local engine runs no RUN for a platform that its machine does not emulate)',
  },
  {
    pattern: /error while downloading key (?!\S+\.zip,)\S+, error/i,
    advice: 'CodeBuild takes only keys that end in .zip for an archive',
  },
];

/** The advice for the first known failure among these lines. */
export const adviceFor = (lines: string[]): string | undefined =>
  table.find(({ pattern }) => lines.some((line) => pattern.test(line)))?.advice;

/** Whether a registry's rate limit failed the build, so that a retry may succeed. */
export const isRateLimited = (log: string[]): boolean => log.some((line) => RATE_LIMIT.test(line));
