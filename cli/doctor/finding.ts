import { explain } from '../aws/explain';
import { isDenied } from '../aws/service-error';

/** `optional` is missing too, but only some uses need it; `unknown` could not be checked. */
export type Status = 'ok' | 'missing' | 'optional' | 'unknown';

export interface Finding {
  check: string;
  status: Status;
  detail: string;
  /** What to do about it. */
  fix?: string;
}

/** The outcome of a check. One that fails finds something missing; one without its rights finds nothing out. */
export async function finding(check: string, run: () => Promise<Omit<Finding, 'check'>>): Promise<Finding> {
  try {
    return { check, ...(await run()) };
  } catch (error) {
    const { message } = explain(error);
    return { check, status: isDenied(error) ? 'unknown' : 'missing', detail: message };
  }
}

export const ok = (detail: string) => ({ status: 'ok' as const, detail });
export const missing = (detail: string, fix: string) => ({ status: 'missing' as const, detail, fix });
export const optional = (detail: string, fix: string) => ({ status: 'optional' as const, detail, fix });
