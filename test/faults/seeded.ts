import type { Properties } from '../../local/registry/properties';
import { uniqueName } from '../support/tools';
import { awsState } from './aws-state';
import { builderProperties, uploadedSource } from './builder';
import { type FaultyVerb, planOf, singlesOf, VERBS } from './seeded-plan';
import { lookPlan, runPlan } from './seeded-run';
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
 */
export async function runSeeds(
  endpoint: string,
  choose: (singles: number) => readonly number[],
): Promise<SeededOutcome> {
  const outcome: SeededOutcome = { runs: 0, succeeded: 0, met: new Map(), wrong: [] };
  const state = awsState(endpoint);
  const source = await uploadedSource(endpoint);
  // With log delivery, as on AWS: its calls may fail too, and no invocation may fail with them.
  await inSlots({ endpoint, count: 6, logGroup: 'seeded-faults' }, async (slots) => {
    const calls = await slots.with((driver) => callsOfVerbs(driver, source));
    const standing = uniqueName('standing');
    const properties = builderProperties(standing, 'one', source);
    await slots.with((driver) => driver.operate({ action: 'CREATE', properties }));
    await slots.each(choose(singlesOf(calls)), async (driver, seed) => {
      const plan = planOf(seed, calls);
      const looks = plan.verb === 'READ' || plan.verb === 'LIST';
      const { met, succeeded, failure, wrong } = looks
        ? await lookPlan({ driver, state, source }, plan, standing)
        : await runPlan({ driver, state, source }, plan);
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
async function callsOfVerbs(driver: TypeDriver, source: Properties): Promise<Record<FaultyVerb, number>> {
  const name = uniqueName('whole');
  const properties = builderProperties(name, 'one', source);
  const counted = { CREATE: 0, READ: 0, UPDATE: 0, DELETE: 0, LIST: 0 };
  for (const action of VERBS) {
    driver.proxy.break(() => undefined);
    await driver.operate({
      action,
      properties: action === 'UPDATE' ? builderProperties(name, 'two', source) : properties,
      ...(action === 'CREATE' || action === 'LIST' ? {} : { physicalId: name, previous: properties }),
    });
    const names = driver.proxy.calls.map((call) => call.name);
    const firstLook = names.indexOf('codebuild:BatchGetBuilds', names.indexOf('codebuild:StartBuild'));
    counted[action] = action === 'CREATE' || action === 'UPDATE' ? firstLook + 3 : names.length;
  }
  return counted;
}
