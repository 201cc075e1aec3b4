export interface Stack {
  /** As `ROLLBACK_IN_PROGRESS`. */
  status: string;
  statusReason: string;
  /** The stack at the top of the nested ones; undefined: this is not a nested stack. */
  rootId: string | undefined;
}

/** The calls of CloudFormation that a builder needs. */
export interface CloudFormationPort {
  stack(id: string): Promise<Stack>;
}
