import type { CloudFormationPort } from './cloudformation';
import type { CodeBuildPort } from './codebuild';
import type { EcrPort } from './ecr';
import type { LogsPort } from './logs';
import type { ParametersPort } from './parameters';
import type { ReplicationPort } from './replication';
import type { S3Port } from './s3';

/** All of AWS that a builder touches: one narrow port a service. */
export interface Ports {
  readonly cloudformation: CloudFormationPort;
  readonly codebuild: CodeBuildPort;
  readonly ecr: EcrPort;
  readonly logs: LogsPort;
  readonly parameters: ParametersPort;
  readonly replication: ReplicationPort;
  readonly s3: S3Port;
  /** The same account in another Region. */
  in(region: string): Ports;
}
