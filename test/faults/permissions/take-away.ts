import { type RoleKind, roleCopies } from '../../support/role-copy';
import { awsState } from '../aws-state';
import { startTypeDriver } from '../type-driver';
import { type ScenarioName, scenarios } from './scenarios';

/** One action less for one of the two roles; `undefined`: both are whole. */
export interface Removal {
  kind: RoleKind;
  action: string;
}

/**
 * Plays a scenario with handlers and builds that run as copies of the type's roles, less one action.
 * @returns why it failed; undefined when it passed
 */
export async function play(
  endpoint: string,
  scenario: ScenarioName,
  removal?: Removal,
): Promise<string | undefined> {
  const copies = roleCopies(endpoint);
  const less = (kind: RoleKind) => (removal?.kind === kind ? removal.action : undefined);
  const [executionRole, buildRole] = await Promise.all([
    copies.copy('execution', less('execution')),
    copies.copy('build', less('build')),
  ]);
  const credentials = await copies.sessionOf(executionRole);
  const driver = await startTypeDriver({ endpoint, second: 100, credentials });
  try {
    await scenarios[scenario]({ endpoint, driver, state: awsState(endpoint), executionRole, buildRole });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await driver.stop();
  }
}
