import type { Credentials } from '../service/credentials';

/** What builds run on. */
export interface BuildPlatform {
  endpoint: string;
  /** Folders in which a build finds its tools, before the system's. */
  tools: string[];
  /** A session of a role. */
  credentials(roleArn: string, region: string): Promise<Credentials>;
}
