/** A service of the endpoint that the Node.js half answers instead of MiniStack. */

/** Whose request it is. */
export interface Caller {
  account: string;
  region: string;
}

/** An answer that says why something was refused, as the service would. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = 'AwsError';
  }
}

export interface Service {
  /** @throws AwsError */
  handle(operation: string, input: Record<string, unknown>, caller: Caller): Promise<object>;
  /** Ends whatever the service runs. */
  stop(): Promise<void>;
}
