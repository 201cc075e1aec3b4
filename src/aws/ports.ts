import type { Ports } from '../ports/ports';
import { cloudFormationPort } from './cloudformation';
import { codeBuildPort } from './codebuild';
import { ecrPort } from './ecr';
import { logsPort } from './logs';
import { parametersPort } from './parameters';
import { replicationPort } from './replication';
import { s3Port } from './s3';
import type { Session } from './session';

/** Each port creates its client at its first use. */
export function awsPorts(session: Session): Ports {
  const cloudformation = once(() => cloudFormationPort(session));
  const codebuild = once(() => codeBuildPort(session));
  const ecr = once(() => ecrPort(session));
  const logs = once(() => logsPort(session));
  const parameters = once(() => parametersPort(session));
  const replication = once(() => replicationPort(session));
  const s3 = once(() => s3Port(session));
  const others = new Map<string, Ports>();
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
    get parameters() {
      return parameters();
    },
    get replication() {
      return replication();
    },
    get s3() {
      return s3();
    },
    in(region) {
      if (region === session.region) return this;
      const there = others.get(region) ?? awsPorts({ ...session, region });
      others.set(region, there);
      return there;
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
