import fc from 'fast-check';
import { type Case, production, sam, VERBS } from './case';
import { ERROR_CODES, type Script } from './scripts';
import type { Plain } from './thing';

// Keys that are not members of every object: those are in the tables.
const key = fc
  .string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' })
  .filter((name) => !(name in {}) && name !== '__proto__');
const text = fc.string({ maxLength: 40 });
const integer = fc.maxSafeInteger();
const asString = <T extends number | boolean>(values: fc.Arbitrary<T>) =>
  values.chain((value) => fc.constantFrom<T | string>(value, String(value)));
const ratio = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((value) => (Object.is(value, -0) ? 0 : value));

/** In the order of the model's class: the official runtime keeps the order of the input. */
const model: fc.Arbitrary<Plain> = fc.record(
  {
    Name: text,
    Size: asString(integer),
    Ratio: asString(ratio),
    Enabled: asString(fc.boolean()),
    Labels: fc.array(text, { maxLength: 4 }),
    Settings: fc.dictionary(key, text, { maxKeys: 4, noNullPrototype: true }),
    Inner: fc.record({ Word: text, Count: asString(integer) }, { requiredKeys: [], noNullPrototype: true }),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const message = fc.string({ maxLength: 60, unit: 'grapheme-ascii' });
const tags = fc.option(fc.dictionary(key, text, { maxKeys: 3, noNullPrototype: true }), { nil: null });
const context = fc.dictionary(key, fc.oneof(text, integer, fc.boolean(), fc.array(text, { maxLength: 2 })), {
  minKeys: 1,
  maxKeys: 3,
  noNullPrototype: true,
});
const errorCode = fc.constantFrom(...ERROR_CODES);

const scriptFor = (verb: (typeof VERBS)[number]): fc.Arbitrary<Script> =>
  fc.oneof(
    fc.constant<Script>({ kind: 'answer', status: 'SUCCESS', model: 'echo' }),
    fc.record({
      kind: fc.constant('answer' as const),
      status: fc.constant('FAILED' as const),
      errorCode,
      message,
    }),
    fc.record({ kind: fc.constant('exception' as const), errorCode, message }),
    fc.record({
      kind: fc.constant('error' as const),
      type: fc.constantFrom('Error' as const, 'TypeError' as const, 'RangeError' as const),
      message: message.filter((words) => words !== ''),
    }),
    ...(verb === 'READ' || verb === 'LIST'
      ? []
      : [
          fc.record({
            kind: fc.constant('answer' as const),
            status: fc.constant('IN_PROGRESS' as const),
            message,
            callbackContext: context,
            callbackDelaySeconds: fc.nat({ max: 900 }),
            model: fc.constant('echo' as const),
          }),
        ]),
  );

const productionCase = fc.constantFrom(...VERBS).chain((verb) =>
  fc
    .record({
      resourceProperties: model,
      previousResourceProperties: fc.option(model, { nil: null }),
      stackTags: tags,
      previousStackTags: tags,
      systemTags: tags,
      callbackContext: fc.option(context, { nil: undefined }),
      script: scriptFor(verb),
    })
    .map(
      ({ script, callbackContext, ...data }): Omit<Case, 'name'> => ({
        entry: 'production',
        event: production(verb, data, callbackContext === undefined ? {} : { callbackContext }),
        script,
      }),
    ),
);
const testCase = fc.constantFrom(...VERBS).chain((verb) =>
  fc.record({ desiredResourceState: model, desiredResourceTags: tags, script: scriptFor(verb) }).map(
    ({ script, ...request }): Omit<Case, 'name'> => ({
      entry: 'test',
      event: sam(verb, request),
      script,
    }),
  ),
);

/** As many cases of a seed, the same ones each time; a case's name says how to find it again. */
export const generated = (seed: number, count: number): Case[] =>
  fc
    .sample(fc.oneof({ arbitrary: productionCase, weight: 3 }, { arbitrary: testCase, weight: 1 }), {
      seed,
      numRuns: count,
    })
    .map((made, index) => ({ name: `generated: seed ${seed}, number ${index}`, ...made }));
