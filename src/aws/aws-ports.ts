import { type CodeBuildPort, codeBuildPort } from './codebuild';
import { type EcrPort, ecrPort } from './ecr';
import { type LogsPort, logsPort } from './logs';
import { type S3Port, s3Port } from './s3';
import type { Session } from './session';

/** All of AWS that a builder touches: one narrow port a service, each made at its first use. */
export interface Ports {
  readonly codebuild: CodeBuildPort;
  readonly ecr: EcrPort;
  readonly logs: LogsPort;
  readonly s3: S3Port;
}

export function awsPorts(session: Session): Ports {
  const made: Partial<{ codebuild: CodeBuildPort; ecr: EcrPort; logs: LogsPort; s3: S3Port }> = {};
  return {
    get codebuild() {
      made.codebuild ??= codeBuildPort(session);
      return made.codebuild;
    },
    get ecr() {
      made.ecr ??= ecrPort(session);
      return made.ecr;
    },
    get logs() {
      made.logs ??= logsPort(session);
      return made.logs;
    },
    get s3() {
      made.s3 ??= s3Port(session);
      return made.s3;
    },
  };
}
