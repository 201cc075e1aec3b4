import { refusals } from './refusals';
import type { ResourceRequest } from './request';

/** Cloud Control remembers a client token for 36 hours. */
const LIFE = 36 * 60 * 60 * 1000;

interface Used {
  at: number;
  fingerprint: string;
  request: Promise<ResourceRequest>;
}

/** Which request each client token began: the same request sent again begins nothing. */
export class ClientTokens {
  private readonly used = new Map<string, Used>();

  constructor(private readonly now: () => number) {}

  /**
   * Begins a request, or returns the one that the same input began. A request that was refused leaves no trace.
   * @throws AwsError when the token came with another input
   */
  once(
    clientToken: string | undefined,
    fingerprint: string,
    begin: () => Promise<ResourceRequest>,
  ): Promise<ResourceRequest> {
    this.forgetOld();
    if (clientToken === undefined) return begin();
    const known = this.used.get(clientToken);
    if (known !== undefined && known.fingerprint !== fingerprint) throw refusals.tokenConflict(clientToken);
    if (known !== undefined) return known.request;
    const request = begin();
    this.used.set(clientToken, { at: this.now(), fingerprint, request });
    request.catch(() => this.used.delete(clientToken));
    return request;
  }

  private forgetOld(): void {
    const oldest = this.now() - LIFE;
    for (const [token, { at }] of this.used) if (at <= oldest) this.used.delete(token);
  }
}
