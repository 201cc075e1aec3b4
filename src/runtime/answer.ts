import type { ProgressEvent } from './protocol';

/** CloudFormation cuts longer messages (platform limit of a status reason). */
const MESSAGE_LIMIT = 1024;

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[ -/]*[@-~]`, 'g');

/**
 * A message that every client can show: without terminal escapes and the control characters that XML 1.0 forbids (they
 * break each parser of a stack's events), in ASCII, at most 1,024 characters.
 */
export function cleanMessage(message: string): string {
  const plain = [...message.replaceAll(ESCAPES, '')].map(printable).join('');
  return plain.length <= MESSAGE_LIMIT ? plain : `${plain.slice(0, MESSAGE_LIMIT - 3)}...`;
}

const punctuation: Record<string, string> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2013': '-',
  '\u2014': '-',
  '\u2026': '...',
};

function printable(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 9 || code === 10 || code === 13) return character;
  if (code >= 32 && code < 127) return character;
  return punctuation[character] ?? '?';
}

/** The answer on the wire: the official runtime's members in its order, without what is not set. */
export function wireAnswer<Model, Context>(event: ProgressEvent<Model, Context>): Record<string, unknown> {
  const members: Array<[string, unknown]> = [
    ['status', event.status],
    ['errorCode', event.errorCode],
    ['message', cleanMessage(event.message ?? '')],
    ['callbackContext', event.callbackContext],
    ['callbackDelaySeconds', event.callbackDelaySeconds ?? 0],
    ['resourceModel', event.resourceModel],
    ['resourceModels', event.resourceModels],
    ['nextToken', event.nextToken],
  ];
  return Object.fromEntries(members.filter(([, value]) => value !== undefined && value !== null));
}
