import { Interrupted } from '../stack/pace';

/** Ctrl-C ends the waiting, never what had been started; a second one ends the command at once. */
export function interruption(): { signal: AbortSignal; hint(text: string): void } {
  const controller = new AbortController();
  let said: string | undefined;
  process.once('SIGINT', () => {
    const error = new Interrupted();
    if (said !== undefined) error.message = `interrupted; ${said}`;
    controller.abort(error);
  });
  return {
    signal: controller.signal,
    hint: (text) => {
      said = text;
    },
  };
}
