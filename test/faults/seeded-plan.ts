import fc from 'fast-check';
import { broken, type Fault, hidden, throttled, unavailable } from './fault';
import type { Rule } from './proxy';

export const VERBS = ['CREATE', 'READ', 'UPDATE', 'DELETE', 'LIST'] as const;
export type FaultyVerb = (typeof VERBS)[number];

/** How a call may go wrong, and how often in a row: an SDK tries five times by itself, CloudFormation tries again after that. */
const KINDS = {
  'throttled once': [throttled, 1],
  'throttled seven times': [throttled, 7],
  'a 5xx once': [broken, 1],
  'a 5xx seven times': [unavailable, 7],
  'a reset before it acts': [{ kind: 'reset', when: 'before' }, 1],
  'a reset after it acted': [{ kind: 'reset', when: 'after' }, 1],
  'seven resets after it acted': [{ kind: 'reset', when: 'after' }, 7],
  'no answer': [{ kind: 'hang' }, 1],
  'a slow answer': [{ kind: 'delay', milliseconds: 1500 }, 1],
  'not found for two looks': [{ kind: 'hide' }, 2],
  refused: [{ kind: 'refuse', status: 400, code: 'AccessDeniedException', message: 'refused on purpose' }, 7],
} as const satisfies Record<string, readonly [Fault, number]>;

type Kind = keyof typeof KINDS;

/** One fault: at the n-th call of the verb, counted over all its invocations. */
export interface Planned {
  n: number;
  kind: Kind;
}

/** One run: a verb, and one fault or two in its calls. */
export interface RunPlan {
  seed: number;
  verb: FaultyVerb;
  faults: Planned[];
}

/**
 * The run of a seed. The first seeds go through every call of every verb with every kind of fault, one at a time; all
 * others are pairs.
 * @param calls how many AWS calls each verb makes where nothing goes wrong
 */
export function planOf(seed: number, calls: Record<FaultyVerb, number>): RunPlan {
  const singles = VERBS.flatMap((verb) =>
    Array.from({ length: calls[verb] }, (_, index) => index + 1).flatMap((n) =>
      (Object.keys(KINDS) as Kind[]).map((kind): RunPlan => ({ seed, verb, faults: [{ n, kind }] })),
    ),
  );
  // A stride that shares no factor with their number visits all of them, mixed well from the first seed on.
  const single = singles[(seed * 7919) % singles.length];
  if (seed < singles.length && single !== undefined) return { ...single, seed };
  const [pair] = fc.sample(pairs(calls), { seed, numRuns: 1 });
  return { seed, ...(pair as Omit<RunPlan, 'seed'>) };
}

export const singlesOf = (calls: Record<FaultyVerb, number>): number =>
  VERBS.reduce((sum, verb) => sum + calls[verb], 0) * Object.keys(KINDS).length;

const pairs = (calls: Record<FaultyVerb, number>): fc.Arbitrary<Omit<RunPlan, 'seed'>> =>
  fc.constantFrom(...VERBS).chain((verb) => {
    const fault = fc.record({
      n: fc.integer({ min: 1, max: calls[verb] }),
      kind: fc.constantFrom(...(Object.keys(KINDS) as Kind[])),
    });
    return fc.tuple(fault, fault).map((faults) => ({ verb, faults }));
  });

/** The faults as a rule; `met` lists those that a call met. */
export function ruleOf(faults: Planned[]): { rule: Rule; met: string[] } {
  const met: string[] = [];
  const armed = faults.map(({ n, kind }) => {
    const [fault, times] = KINDS[kind];
    return { n, kind, fault: fault as Fault, left: times as number, call: undefined as string | undefined };
  });
  return {
    met,
    rule: (call) => {
      for (const one of armed) {
        const begins = one.call === undefined && call.n === one.n;
        if (begins) {
          one.call = `${call.name} ${call.body.toString('base64')}`;
          // Not every call finds something that can be hidden.
          if (one.fault.kind !== 'hide' || hidden(call.name, call.body) !== undefined)
            met.push(`${call.name}: ${one.kind}`);
        }
        // Its repeats too: by the SDK, and by CloudFormation.
        if (one.left === 0 || one.call !== `${call.name} ${call.body.toString('base64')}`) continue;
        one.left -= 1;
        return one.fault;
      }
      return undefined;
    },
  };
}
