import type { Credentials } from '../service/credentials';
import type { Caller } from '../service/service';

/** What builds run on. */
export interface BuildPlatform {
  endpoint: string;
  /** Folders in which a build finds its tools, before the system's. */
  tools: string[];
  /** A session of the role that a project's builds run as. */
  credentials(roleArn: string, project: string, caller: Caller): Promise<Credentials>;
}
