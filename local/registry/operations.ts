import { Operation } from './operation';
import type { OperationHost, OperationRequest, Step } from './protocol';
import type { Registry } from './registry';
import type { TypeVersion } from './state';

/** The operations under way, so that the delete of a stack can cancel them. */
export class Operations {
  private readonly running = new Set<{ stackId: string | null | undefined; operation: Operation }>();

  constructor(
    private readonly registry: Registry,
    private readonly host: OperationHost,
  ) {}

  /** An operation that its caller drives, and cancels: one that belongs to no stack. */
  of(request: OperationRequest, version: TypeVersion): Operation {
    return new Operation(request, version, this.host);
  }

  async *run(request: OperationRequest): AsyncGenerator<Step> {
    const version = this.registry.state(request).current(request.typeName);
    const operation = this.of(request, version);
    const entry = { stackId: request.stackId, operation };
    this.running.add(entry);
    try {
      yield* operation.run();
    } finally {
      this.running.delete(entry);
    }
  }

  cancel(stackId: string): void {
    for (const entry of this.running) if (entry.stackId === stackId) entry.operation.cancel();
  }
}
