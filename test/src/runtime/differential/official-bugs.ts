import { cleanMessage } from '../../../../src/runtime/clean-message';
import type { Case } from './case';
import { wordsOf } from './ours';
import type { Plain } from './thing';

/** Where the official runtime does what nobody can want; only there may ours answer otherwise, and only so. */
export interface Bug {
  /** As in the table of guides/runtime.md. */
  name: string;
  appliesTo(made: Case): boolean;
  /** Whether both answers are exactly what is known of the bug, and of what ours does instead. */
  explains(official: string, ours: string, made: Case): boolean;
}

const requestOf = ({ event, entry }: Case): Plain =>
  ((entry === 'test' ? event.request : event.requestData) ?? {}) as Plain;

const keysOfSettings = (made: Case): string[] =>
  Object.keys(((requestOf(made).resourceProperties as Plain | undefined)?.Settings ?? {}) as Plain);

const messageOf = ({ script }: Case): string => (script.kind === 'answer' ? (script.message ?? '') : '');

const failed = (errorCode: string, message: string): string =>
  JSON.stringify({ status: 'FAILED', errorCode, message, callbackDelaySeconds: 0 });

const failure = (answer: string): { errorCode?: string; message?: string } => JSON.parse(answer);

/** Where JavaScript's own error about a missing member is all that is reported. */
const RAW = /^Error: (Type)?Error: .+ \((Type)?Error\)$/;

/** What is thrown as one of the runtime's own exceptions: by the handler, or by the runtime for it. */
function thrown({ script, event }: Case): { errorCode: string; words: string } | undefined {
  if (script.kind === 'exception') return { errorCode: script.errorCode, words: wordsOf(script) };
  const looks = event.action === 'READ' || event.action === 'LIST';
  if (script.kind !== 'answer' || script.status !== 'IN_PROGRESS' || !looks) return undefined;
  return { errorCode: 'InternalFailure', words: 'READ and LIST handlers must return synchronously.' };
}

export const officialBugs: readonly Bug[] = [
  {
    name: 'thrown exception',
    appliesTo: (made) => thrown(made) !== undefined,
    explains(official, ours, made) {
      const { errorCode = '', words = '' } = thrown(made) ?? {};
      return (
        official === failed(errorCode, words === '' ? 'Error' : `Error: ${words}`) &&
        ours === failed(errorCode, words)
      );
    },
  },
  {
    name: 'a thrown value that is not an `Error`',
    appliesTo: ({ script }) => script.kind === 'thrown value',
    explains(official, ours, { entry, script }) {
      const none = entry === 'test' ? official === 'undefined' : official.startsWith('rejected: TypeError');
      return (
        none && script.kind === 'thrown value' && ours === failed('InternalFailure', String(script.value))
      );
    },
  },
  {
    name: 'an event that is refused',
    appliesTo: ({ entry, event }) => entry === 'production' && (!event.awsAccountId || !event.requestData),
    explains(official, ours, { event }) {
      const { errorCode, message = '' } = failure(official);
      const lacking = event.awsAccountId ? 'requestData' : 'awsAccountId';
      return (
        errorCode === 'InvalidRequest' &&
        RAW.test(message) &&
        ours === failed('InvalidRequest', `the event lacks "${lacking}"`)
      );
    },
  },
  {
    name: 'a test event without a request',
    appliesTo: ({ entry, event }) => entry === 'test' && event.request === undefined,
    explains(official, ours) {
      const { errorCode, message = '' } = failure(official);
      return (
        errorCode === 'InternalFailure' &&
        RAW.test(message) &&
        ours === failed('InvalidRequest', 'the event lacks "requestData"')
      );
    },
  },
  {
    name: 'a test event without credentials',
    appliesTo: ({ entry, event }) => entry === 'test' && event.credentials === null,
    explains(official, ours) {
      const { errorCode, message = '' } = failure(official);
      return errorCode === 'InternalFailure' && RAW.test(message) && ours.startsWith('{"status":"SUCCESS"');
    },
  },
  {
    name: 'a message that clients cannot show',
    appliesTo: (made) => cleanMessage(messageOf(made)) !== messageOf(made),
    explains(official, ours, made) {
      const message = messageOf(made);
      return (
        official === failed('InvalidRequest', message) &&
        ours === failed('InvalidRequest', cleanMessage(message))
      );
    },
  },
  {
    name: 'a secret in a message',
    appliesTo: (made) => messageOf(made).includes('bearer-0001'),
    explains: (official, ours) =>
      official === failed('InvalidRequest', 'of bearer-0001') &&
      ours === failed('InvalidRequest', 'of <REDACTED>'),
  },
  {
    name: 'the map key `constructor`',
    appliesTo: (made) => keysOfSettings(made).includes('constructor'),
    explains: (official, ours) =>
      failure(official).errorCode === 'InvalidRequest' &&
      ours.includes('"resourceModel":{"Settings":{"a":"1","constructor":"x"}}'),
  },
  {
    name: 'a map key that every object has',
    appliesTo: (made) =>
      keysOfSettings(made).some((key) => ['__proto__', 'toString', 'hasOwnProperty'].includes(key)),
    explains: (official, ours, made) =>
      official.includes('"resourceModel":{"Settings":{"a":"1"}}') &&
      ours.includes(`"resourceModel":{"Settings":{"a":"1","${keysOfSettings(made)[1]}":"x"}}`),
  },
];
