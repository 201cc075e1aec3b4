import { AwsError } from './errors';

/** One page of a list, from an opaque token. */
export function page<T>(
  all: T[],
  token: string | undefined,
  size: number,
): { items: T[]; nextToken?: string } {
  const start = token === undefined ? '0' : Buffer.from(token, 'base64').toString();
  const from = /^\d+$/.test(start) ? Number(start) : Number.POSITIVE_INFINITY;
  if (from > all.length) throw new AwsError('InvalidInputException', 'Invalid next token');
  const next = from + size;
  return {
    items: all.slice(from, next),
    ...(next < all.length && { nextToken: Buffer.from(String(next)).toString('base64') }),
  };
}
