import type { Action } from './protocol';

/** What AWS Lambda offers a function about its time; absent elsewhere. */
export interface LambdaContext {
  awsRequestId?: string;
  getRemainingTimeInMillis?: () => number;
}

const isSynchronous = (action: Action): boolean => action === 'READ' || action === 'LIST';

/** Milliseconds until the handler must have answered: 60 s after the start, 30 s for read and list (handler contract). */
export function deadline(
  action: Action,
  context: LambdaContext | undefined,
  now: () => number = Date.now,
): () => number {
  const end = now() + (isSynchronous(action) ? 30_000 : 60_000);
  return () => Math.min(end - now(), context?.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY);
}
