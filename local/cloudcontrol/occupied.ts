import { refusals } from './refusals';

/** An operation's hold on its resource. */
export interface Claim {
  /** Of the request, once it has begun. */
  token: string;
}

/** Which resources have an operation under way: Cloud Control runs one at a time on each. */
export class Occupied {
  private readonly claims = new Map<string, Claim>();

  /**
   * Claims a resource; without an identifier, one that its create handler has yet to name.
   * @throws AwsError when another operation is under way on the resource
   */
  claim(typeName: string, identifier: string | undefined): Claim {
    const claim = { token: 'not yet known' };
    if (identifier === undefined) return claim;
    const other = this.claims.get(keyOf(typeName, identifier));
    if (other !== undefined) throw refusals.busy(identifier, other.token);
    this.claims.set(keyOf(typeName, identifier), claim);
    return claim;
  }

  /** Extends a claim to the identifier that a create handler chose. */
  extend(claim: Claim, typeName: string, identifier: string): void {
    const key = keyOf(typeName, identifier);
    if (!this.claims.has(key)) this.claims.set(key, claim);
  }

  release(claim: Claim): void {
    for (const [key, holder] of this.claims) if (holder === claim) this.claims.delete(key);
  }
}

const keyOf = (typeName: string, identifier: string): string => JSON.stringify([typeName, identifier]);
