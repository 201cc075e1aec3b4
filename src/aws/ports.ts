import type { Ports } from '../ports/ports';
import { cloudFormationPort } from './cloudformation';
import { codeBuildPort } from './codebuild';
import { ecrPort } from './ecr';
import { logsPort } from './logs';
import { s3Port } from './s3';
import type { Session } from './session';

/** Each port creates its client at its first use. */
export function awsPorts(session: Session): Ports {
  const cloudformation = once(() => cloudFormationPort(session));
  const codebuild = once(() => codeBuildPort(session));
  const ecr = once(() => ecrPort(session));
  const logs = once(() => logsPort(session));
  const s3 = once(() => s3Port(session));
  return {
    get cloudformation() {
      return cloudformation();
    },
    get codebuild() {
      return codebuild();
    },
    get ecr() {
      return ecr();
    },
    get logs() {
      return logs();
    },
    get s3() {
      return s3();
    },
  };
}

function once<T extends object>(create: () => T): () => T {
  let created: T | undefined;
  return () => {
    created ??= create();
    return created;
  };
}
