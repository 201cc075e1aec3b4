import type { Tag } from '@aws-sdk/client-cloudformation';
import { badInput } from '../exit-code';
import { quote } from './check';

/** A word `KEY=VALUE`; the value may contain further `=`. */
function pair(option: string, word: string): [key: string, value: string] {
  const equals = word.indexOf('=');
  if (equals < 1) throw badInput(`${option}: ${quote(word)} must look like KEY=VALUE`);
  return [word.slice(0, equals), word.slice(equals + 1)];
}

/** Collects the words of `--parameter-overrides`; the last value of a parameter wins. */
export function parameterOverride(word: string, earlier = new Map<string, string>()): Map<string, string> {
  const [key, value] = pair('--parameter-overrides', word);
  if (!/^[a-zA-Z0-9]{1,255}$/.test(key)) {
    throw badInput(`--parameter-overrides: ${quote(key)} can't be a parameter: names are letters and digits`);
  }
  if (value.length > 4096) {
    throw badInput(
      `--parameter-overrides: the value of ${key} has ${value.length} characters; at most 4096 are possible`,
    );
  }
  return new Map(earlier).set(key, value);
}

const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Collects the words of `--tags`, by CloudFormation's rules for tags. */
export function tag(word: string, earlier: Tag[] = []): Tag[] {
  const [Key, Value] = pair('--tags', word);
  const refuse = (rule: string) => badInput(`--tags: ${quote(word)}: ${rule}`);
  if (/^aws:/i.test(Key)) throw refuse('keys that begin with "aws:" are reserved');
  if (Key.length > 128) throw refuse('a key has at most 128 characters');
  if (Value.length > 256) throw refuse('a value has at most 256 characters');
  if (!TAG_TEXT.test(Key) || !TAG_TEXT.test(Value)) {
    throw refuse('only letters, digits, spaces and _ . : / = + - @ are possible');
  }
  if (earlier.some((other) => other.Key === Key)) throw refuse(`the key ${Key} is given twice`);
  if (earlier.length === 50) throw refuse('a stack has at most 50 tags');
  return [...earlier, { Key, Value }];
}
