import type { HandlerErrorCode } from './protocol';

/** An error that carries its handler error code itself: names of classes do not survive a minifier. */
export class HandlerError extends Error {
  constructor(
    readonly errorCode: HandlerErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'HandlerError';
  }
}
