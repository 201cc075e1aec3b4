import type { Properties } from '../../local/registry/properties';
import { uniqueName } from '../support/tools';
import { awsState } from './aws-state';
import { builderProperties, uploadedSource } from './builder';
import { type FaultyVerb, planOf, singlesOf, VERBS } from './seeded-plan';
import { lookPlan, type Place, runPlan } from './seeded-run';
import { inSlots } from './slots';
import type { TypeDriver } from './type-driver';

export interface SeededOutcome {
  runs: number;
  succeeded: number;
  /** How often each fault of each call took place. */
  met: Map<string, number>;
  /** What must never be, with the seed that shows it. */
  wrong: string[];
}

/**
 * Runs seeds side by side, each on a separate builder.
 * @param choose takes seeds; and how many of the first ones go through all single faults
 * @param more what the builders have in addition
 */
export async function runSeeds(
  endpoint: string,
  choose: (singles: number) => readonly number[],
  more: (properties: Properties) => Properties = (properties) => properties,
): Promise<SeededOutcome> {
  const outcome: SeededOutcome = { runs: 0, succeeded: 0, met: new Map(), wrong: [] };
  const state = awsState(endpoint);
  const source = await uploadedSource(endpoint);
  const of = (name: string, value: string) => more(builderProperties(name, value, source));
  // With log delivery, as on AWS: its calls may fail too, and no invocation may fail with them.
  await inSlots({ endpoint, count: 6, logGroup: 'seeded-faults' }, async (slots) => {
    const calls = await slots.with((driver) => callsOfVerbs(driver, of));
    const standing = uniqueName('standing');
    const properties = of(standing, 'one');
    await slots.with((driver) => driver.operate({ action: 'CREATE', properties }));
    await slots.each(choose(singlesOf(calls)), async (driver, seed) => {
      const plan = planOf(seed, calls);
      const looks = plan.verb === 'READ' || plan.verb === 'LIST';
      const { met, succeeded, failure, wrong } = looks
        ? await lookPlan({ driver, state, of }, plan, standing)
        : await runPlan({ driver, state, of }, plan);
      outcome.runs += 1;
      outcome.succeeded += succeeded ? 1 : 0;
      for (const fault of met) outcome.met.set(fault, (outcome.met.get(fault) ?? 0) + 1);
      for (const problem of wrong) {
        outcome.wrong.push(
          `seed ${seed} (${plan.verb}; ${met.join('; ')}): ${problem}${failure === undefined ? '' : ` [${failure}]`}`,
        );
      }
    });
    await slots.with((driver) => driver.operate({ action: 'DELETE', properties, physicalId: standing }));
  });
  return outcome;
}

/** How many calls each verb makes where nothing goes wrong, with one look at the build. */
async function callsOfVerbs(driver: TypeDriver, of: Place['of']): Promise<Record<FaultyVerb, number>> {
  const name = uniqueName('whole');
  const properties = of(name, 'one');
  const counted = { CREATE: 0, READ: 0, UPDATE: 0, DELETE: 0, LIST: 0 };
  for (const action of VERBS) {
    driver.proxy.break(() => undefined);
    await driver.operate({
      action,
      properties: action === 'UPDATE' ? of(name, 'two') : properties,
      ...(action === 'CREATE' || action === 'LIST' ? {} : { physicalId: name, previous: properties }),
    });
    const names = driver.proxy.calls.map((call) => call.name);
    const firstLook = names.indexOf('codebuild:BatchGetBuilds', names.indexOf('codebuild:StartBuild'));
    // What follows the build of a plain builder is the read-back, which READ goes through.
    const whole = action === 'READ' || action === 'DELETE' || action === 'LIST' || 'Publish' in properties;
    counted[action] = whole ? names.length : firstLook + 3;
  }
  return counted;
}
