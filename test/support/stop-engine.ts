import type { Engine } from '../../local/engine/engine';

export default async function stop(): Promise<void> {
  await (globalThis as { realEngine?: Engine }).realEngine?.stop();
}
