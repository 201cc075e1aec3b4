import { uniqueName } from '../support/tools';
import type { FaultyEngine } from './engine';
import { denied } from './fault';
import type { Verb } from './kill';
import { forGood, type Rule } from './proxy';
import { image } from './template';

/** The runtime's delivery of its log and metrics: what is refused there fails no operation. */
const DELIVERY = ['logs:CreateLogStream', 'logs:PutLogEvents', 'cloudwatch:PutMetricData'];

/** Refuses for good the n-th of the calls that an operation depends on. */
function refuse(n: number): { rule: Rule; name(): string | undefined } {
  const refused = forGood(n, denied);
  let counted = 0;
  let name: string | undefined;
  return {
    rule: (call) => {
      if (DELIVERY.includes(call.name)) return undefined;
      counted += 1;
      if (counted === n) name = call.name;
      return refused({ ...call, n: counted });
    },
    name: () => name,
  };
}

/** The AWS calls of each verb in a stack where nothing is refused. */
export async function callsOfStack({ stacks, proxy }: FaultyEngine): Promise<Record<Verb, string[]>> {
  const name = uniqueName('whole');
  const callsOf = async (act: () => Promise<unknown>) => {
    proxy.break(() => undefined);
    await act();
    return proxy.calls.map((call) => call.name).filter((name) => !DELIVERY.includes(name));
  };
  return {
    CREATE: await callsOf(() => stacks.create(name, image(name, 'one'))),
    UPDATE: await callsOf(() => stacks.update(name, image(name, 'two'))),
    DELETE: await callsOf(() => stacks.delete(name)),
  };
}

/** A create whose n-th call is refused for good; the proxy is healed before the stack is deleted. */
export async function createRefused({ stacks, proxy, state }: FaultyEngine, n: number) {
  const name = uniqueName('create');
  const refusal = refuse(n);
  proxy.break(refusal.rule);
  const { status } = await stacks.create(name, image(name, 'one'), 'DO_NOTHING');
  const refused = refusal.name();
  proxy.heal();
  const reasons = await reasonsOf(stacks, name);
  const deleted = await stacks.delete(name);
  return { refused, status, reasons, deleted: deleted.status, leftovers: await state.leftovers(name) };
}

/** An update of a stack whose n-th call is refused for good, rollback included unless that needs the call. */
export async function updateRefused({ stacks, proxy, state }: FaultyEngine, name: string, n: number) {
  const before = await state.of(name);
  const { outputs } = await stacks.settled(name);
  const refusal = refuse(n);
  proxy.break(refusal.rule);
  let after = await stacks.update(name, image(name, `value-${n}`));
  const refused = refusal.name();
  proxy.heal();
  if (after.status === 'UPDATE_ROLLBACK_FAILED') after = await stacks.continueRollback(name);
  return { refused, ...after, same: { before, outputs }, now: await state.of(name) };
}

/** A stack for `updateRefused`: each failed update leaves it as it was, so one serves for all. */
export async function stackToUpdate({ stacks, proxy }: FaultyEngine): Promise<string> {
  const name = uniqueName('update');
  proxy.heal();
  await stacks.create(name, image(name, 'one'));
  return name;
}

/** A delete whose n-th call is refused for good, then healed and asked for again. */
export async function deleteRefused({ stacks, proxy, state }: FaultyEngine, n: number) {
  const name = uniqueName('delete');
  proxy.heal();
  await stacks.create(name, image(name, 'one'));
  const refusal = refuse(n);
  proxy.break(refusal.rule);
  const { status } = await stacks.delete(name);
  const refused = refusal.name();
  proxy.heal();
  const second = await stacks.delete(name);
  return { refused, status, second: second.status, leftovers: await state.leftovers(name) };
}

async function reasonsOf(stacks: FaultyEngine['stacks'], name: string): Promise<string> {
  const events = await stacks.events(name);
  return events
    .filter(
      ({ ResourceStatus, LogicalResourceId }) =>
        ResourceStatus === 'CREATE_FAILED' && LogicalResourceId === 'Image',
    )
    .map(({ ResourceStatusReason = '' }) => ResourceStatusReason)
    .join('\n');
}
