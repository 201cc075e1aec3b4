import type { Properties } from '../../local/registry/properties';
import { uniqueName } from '../support/tools';
import type { awsState } from './aws-state';
import { type RunPlan, ruleOf } from './seeded-plan';
import type { Outcome, TypeDriver } from './type-driver';

/** What a run works on. */
export interface Place {
  driver: TypeDriver;
  state: ReturnType<typeof awsState>;
  /** The properties of a builder whose image holds a value. */
  of(name: string, value: string): Properties;
}

/** What a run came to; `wrong` says what must never be. */
export interface RunResult {
  met: string[];
  succeeded: boolean;
  failure: string | undefined;
  wrong: string[];
}

/** A verb that changes nothing, on one builder that represents all of them. */
export async function lookPlan(
  { driver, state }: Place,
  { verb, faults }: RunPlan,
  name: string,
): Promise<RunResult> {
  const before = await state.of(name);
  const { rule, met } = ruleOf(faults);
  driver.proxy.break(rule);
  const outcome = await driver.operate({
    action: verb,
    ...(verb === 'READ' ? { physicalId: name } : {}),
  });
  driver.proxy.heal();
  const wrong = [...unclear(outcome)];
  if (verb === 'READ' && outcome.succeeded && outcome.model?.ImageUri === undefined)
    wrong.push('the read reports no image');
  if (JSON.stringify(await state.of(name)) !== JSON.stringify(before)) wrong.push('a look changed something');
  return { met, succeeded: outcome.succeeded, failure: outcome.failure, wrong };
}

/**
 * Runs a verb with the faults of a plan, as CloudFormation would: what a failed create had named is deleted, a failed
 * update is sent back, a failed delete is asked for again when AWS is whole again.
 */
export async function runPlan(
  { driver, state, of }: Place,
  { seed, verb, faults }: RunPlan,
): Promise<RunResult> {
  const name = uniqueName(`seed-${seed}`);
  const [one, two] = [of(name, 'one'), of(name, 'two')];
  const made = { physicalId: name, previous: one };
  driver.proxy.heal();
  if (verb !== 'CREATE') await driver.operate({ action: 'CREATE', properties: one });
  const before = await state.of(name);

  const { rule, met } = ruleOf(faults);
  driver.proxy.break(rule);
  const wanted = verb === 'UPDATE' ? two : one;
  const outcome = await driver.operate({
    action: verb,
    properties: wanted,
    ...(verb === 'CREATE' ? {} : made),
  });
  const wrong = [...unclear(outcome)];
  const tell = (problem: string) => wrong.push(problem);

  if (verb === 'CREATE' && !outcome.succeeded) await rollBackCreate(driver, outcome, one);
  if (verb === 'UPDATE' && !outcome.succeeded) {
    const back = { action: 'UPDATE' as const, physicalId: name, properties: one, previous: two };
    // In the faults that are left first, as a rollback comes at once; then as ContinueUpdateRollback does.
    const sent = await driver.operate(back);
    driver.proxy.heal();
    if (!sent.succeeded && !(await driver.operate(back)).succeeded) tell('the update could not be sent back');
    if (JSON.stringify(await state.of(name)) !== JSON.stringify(before)) tell('the old state is not back');
  }
  driver.proxy.heal();

  if (outcome.succeeded && verb !== 'DELETE') {
    const image = (await state.images(name)).length;
    if (image !== (verb === 'UPDATE' ? 2 : 1)) tell(`${image} images are in the repository`);
  }
  for (const [tag, times] of timesBuilt(await state.builds(name)))
    if (times > 1) tell(`the image ${tag} was built ${times} times`);
  if (verb === 'DELETE' ? !outcome.succeeded : outcome.succeeded || verb !== 'CREATE') {
    const last = await driver.operate({ action: 'DELETE', properties: wanted, ...made });
    if (!last.succeeded) tell(`the delete failed: ${last.failure}`);
  }
  const left = await state.leftovers(name);
  if (left.length > 0) tell(`left behind: ${left.join(', ')}`);
  return { met, succeeded: outcome.succeeded, failure: outcome.failure, wrong };
}

/** CloudFormation deletes what the create had named, at once; a rollback that failed is ended by the stack's delete. */
async function rollBackCreate(driver: TypeDriver, outcome: Outcome, properties: Properties): Promise<void> {
  if (outcome.identifier === undefined) return;
  const request = { action: 'DELETE' as const, physicalId: outcome.identifier, properties };
  if ((await driver.operate(request)).succeeded) return;
  driver.proxy.heal();
  await driver.operate(request);
}

const CLEAR = [
  // Names the call and what AWS said.
  /"[a-z0-9]+:[A-Za-z]+ failed( \(as the execution role of the resource type\))?: \w+: /,
  /there is no builder "/,
  /was (made|started) but (is not found|can't be read)/,
  /can't be read/,
  /is taken: the CodeBuild project/,
];

function* unclear({ succeeded, failure = '', code }: Outcome): Generator<string> {
  if (succeeded) return;
  if (code === 'InternalFailure') yield `an internal failure: ${failure}`;
  if (!CLEAR.some((pattern) => pattern.test(failure))) yield `a failure that explains nothing: ${failure}`;
}

function timesBuilt(builds: { tag: string; status: string }[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { tag, status } of builds) if (status !== 'STOPPED') times.set(tag, (times.get(tag) ?? 0) + 1);
  return times;
}
