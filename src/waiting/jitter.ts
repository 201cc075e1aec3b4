import { createHash } from 'node:crypto';

/**
 * Milliseconds below `limit` that differ from builder to builder and from try to try: those who collided once do not
 * collide again.
 */
export function jitter(subject: string, attempt: number, limit: number): number {
  const hash = createHash('sha256').update(`${subject} ${attempt}`).digest();
  return Math.floor((hash.readUInt32BE(0) / 2 ** 32) * limit);
}
