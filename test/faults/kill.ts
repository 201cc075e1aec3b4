import type { Properties } from '../../local/registry/properties';
import { uniqueName } from '../support/tools';
import type { awsState } from './aws-state';
import { builderProperties } from './builder';
import type { TypeDriver } from './type-driver';

export type Verb = 'CREATE' | 'UPDATE' | 'DELETE';

/** What a verb came to when its handler was killed. */
export interface Survived {
  succeeded: boolean;
  failure: string | undefined;
  /** The call at which the process died. */
  killedAt: string | undefined;
  /** How many builds each image tag had. */
  buildsOfTag: number[];
  leftovers: string[];
}

/**
 * One verb whose handler is killed by SIGKILL at its n-th AWS call, before or after the call took effect, and invoked
 * again with the last callback context, as CloudFormation does; then the builder is deleted.
 */
export async function survive(
  { driver, state }: { driver: TypeDriver; state: ReturnType<typeof awsState> },
  verb: Verb,
  n: number,
  when: 'before' | 'after',
  more: (properties: Properties) => Properties = (properties) => properties,
): Promise<Survived> {
  const name = uniqueName('kill');
  const [one, two] = [more(builderProperties(name, 'one')), more(builderProperties(name, 'two'))];
  const made = { physicalId: name, previous: one };
  driver.proxy.break(() => undefined);
  if (verb !== 'CREATE') await driver.operate({ action: 'CREATE', properties: one });

  let killedAt: string | undefined;
  driver.proxy.break((call) => {
    if (call.n !== n) return undefined;
    killedAt = call.name;
    const { pid } = driver.host;
    return { kind: 'interrupt', when, act: () => process.kill(pid, 'SIGKILL') };
  });
  const properties = verb === 'UPDATE' ? two : one;
  const outcome = await driver.operate({
    action: verb,
    properties,
    ...(verb === 'CREATE' ? {} : made),
  });
  driver.proxy.heal();
  const builds = await state.builds(name);
  if (verb !== 'DELETE') await driver.operate({ action: 'DELETE', properties, ...made });
  const tags = [...new Set(builds.map(({ tag }) => tag))];
  return {
    succeeded: outcome.succeeded,
    failure: outcome.failure,
    killedAt,
    buildsOfTag: tags.map((tag) => builds.filter((build) => build.tag === tag).length),
    leftovers: await state.leftovers(name),
  };
}

/** How many AWS calls an undisturbed verb makes. */
export async function callsOf(
  driver: TypeDriver,
  verb: Verb,
  more: (properties: Properties) => Properties = (properties) => properties,
): Promise<string[]> {
  const name = uniqueName('calls');
  const [one, two] = [more(builderProperties(name, 'one')), more(builderProperties(name, 'two'))];
  const made = { physicalId: name, previous: one };
  const calls: string[] = [];
  for (const action of ['CREATE', 'UPDATE', 'DELETE'] as const) {
    driver.proxy.break(() => undefined);
    await driver.operate({
      action,
      properties: action === 'UPDATE' ? two : one,
      ...(action === 'CREATE' ? {} : made),
    });
    if (action === verb) calls.push(...driver.proxy.calls.map((call) => call.name));
  }
  return calls;
}
