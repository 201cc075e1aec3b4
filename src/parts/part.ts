import type { Model } from '../models';
import type { ResolvedBuilder } from '../plan/desired';
import type { Names } from '../plan/names';
import type { Recorded } from '../plan/recorded';
import type { Run } from '../ports/run';
import type { Outcome } from '../waiting/outcome';

/** One thing that a builder consists of: it brings itself to the desired state, reads itself back and deletes itself. */
export interface Part {
  readonly name: string;
  /** Reads before it acts; safe to repeat. */
  ensure(desired: ResolvedBuilder, run: Run): Promise<Outcome>;
  /** From AWS, never an echo of the input; `known` is what the parts before it read. */
  read(names: Names, known: Partial<Model>, run: Run): Promise<Partial<Model>>;
  /** `actual` is what the project records of the builder. Also succeeds when the part is already gone. */
  delete(names: Names, actual: Recorded, run: Run): Promise<Outcome>;
}
