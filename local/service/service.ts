/** Who sends a request, and to which Region: each has its own state. */
export interface Caller {
  account: string;
  region: string;
}

/** A service that the Node.js half answers instead of MiniStack. */
export interface Service {
  /** @throws AwsError */
  handle(operation: string, input: Record<string, unknown>, caller: Caller): Promise<object>;
  /** Ends everything that the service runs. */
  stop(): Promise<void>;
}

/** The key under which a caller's state is kept. */
export const scopeOf = ({ account, region }: Caller): string => `${account}/${region}`;

/**
 * An input after the check against the service's API model: the members that the SDK's types call required, yet allow to
 * be undefined, are set.
 */
export type Checked<T> = T extends (infer Item)[]
  ? Checked<Item>[]
  : T extends object
    ? {
        [K in keyof T]: Partial<Pick<T, K>> extends Pick<T, K>
          ? Checked<T[K]>
          : Checked<Exclude<T[K], undefined>>;
      }
    : T;
