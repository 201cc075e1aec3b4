import type { Properties } from '../../local/registry/properties';
import { awsState } from './aws-state';
import { replicated, shared } from './builder';
import { setReplication } from './engine';
import { callsOf, survive, type Verb } from './kill';
import { inSlots } from './slots';

const plain = (properties: Properties): Properties => properties;
const BUILDERS: ReadonlyArray<[string, (properties: Properties) => Properties]> = [
  ['a builder', plain],
  ['a builder that is replicated and published', replicated],
  ['a builder whose images others may pull, and whose log is kept', shared],
];

describe.each(BUILDERS)(
  'the handler of %s, killed at any AWS call, and invoked again with its last context',
  (_what, more) => {
    beforeAll(() => setReplication(process.env.AWS_ENDPOINT_URL as string, { delaySeconds: 0.1 }));

    it.each<Verb>(['CREATE', 'UPDATE', 'DELETE'])(
      '%s ends the same, with one build for each image and nothing left after the delete',
      async (verb) => {
        const endpoint = process.env.AWS_ENDPOINT_URL as string;
        const state = awsState(endpoint);
        await inSlots({ endpoint, count: 4 }, async (slots) => {
          const calls = await slots.with((driver) => callsOf(driver, verb, more));
          // What every builder calls, the plain one is killed at; the others once at each call of their own.
          const common = more === plain ? [] : await slots.with((driver) => callsOf(driver, verb));
          const isTold = (name: string, index: number) =>
            more === plain || (!common.includes(name) && calls.indexOf(name) === index);
          const points = calls.flatMap((name, index) =>
            !isTold(name, index)
              ? []
              : [
                  { n: index + 1, when: 'before' as const },
                  { n: index + 1, when: 'after' as const },
                ],
          );
          await slots.each(points, async (driver, { n, when }) => {
            const { killedAt, buildsOfTag, ...survived } = await survive(
              { driver, state },
              verb,
              n,
              when,
              more,
            );
            // A build that was quicker this time needed fewer looks: the last points may not be reached.
            expect({ n, when, killedAt, ...survived, twice: buildsOfTag.some((times) => times > 1) }).toEqual(
              {
                n,
                when,
                killedAt: n <= calls.length - 8 ? expect.any(String) : killedAt,
                succeeded: true,
                failure: undefined,
                leftovers: [],
                twice: false,
              },
            );
          });
          console.log(
            `${verb}: killed at each of ${points.length / 2} calls, before and after it took effect`,
          );
        });
      },
      600_000,
    );
  },
);
