/**
 * The longest message of an answer, in characters. CloudFormation cuts a status reason at 1,024, and
 * adds about 130 around the message.
 */
export const MESSAGE_LIMIT = 900;

/** The text, cut where it is longer than a message may be. */
export const withinLimit = (text: string): string =>
  text.length <= MESSAGE_LIMIT ? text : `${text.slice(0, MESSAGE_LIMIT - 3)}...`;
