import type { Engine } from '../../local/engine/engine';

export default async function stop(): Promise<void> {
  const { realEngine, dockerConfig } = globalThis as {
    realEngine?: Engine;
    dockerConfig?: { remove(): void };
  };
  await realEngine?.stop();
  dockerConfig?.remove();
}
