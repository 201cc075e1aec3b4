/** The calls of CloudWatch Logs that a builder needs. */
export interface LogsPort {
  /** The newest lines of a stream (at most `limit`, of the last megabyte), oldest first; none when it does not exist. */
  tail(group: string, stream: string, limit: number): Promise<string[]>;
  hasGroup(group: string): Promise<boolean>;
  /** Creates the group if it does not exist, and sets how long it keeps its events. */
  ensureGroup(group: string, retentionInDays: number, tags: Record<string, string>): Promise<void>;
  /** Also succeeds when the group is already gone. */
  deleteGroup(group: string): Promise<void>;
}
