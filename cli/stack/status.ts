// CloudFormation's statuses of stacks and resources.

/** Nothing further happens to the stack until someone asks for it. REVIEW_IN_PROGRESS waits for a change set. */
export const isSettled = (status: string) =>
  !status.endsWith('_IN_PROGRESS') || status === 'REVIEW_IN_PROGRESS';

/** The operation, or the resource, reached the requested state. */
export const isSuccess = (status: string) =>
  /^(CREATE|UPDATE|DELETE|IMPORT)_COMPLETE$/.test(status) || status === 'DELETE_SKIPPED';
