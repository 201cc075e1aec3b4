import { AwsError } from '../service/errors';
import { type Caller, type Service, scopeOf } from '../service/service';
import type { Scope } from './actions/action';
import { batchDescribeTypeConfigurations } from './actions/batch-describe-type-configurations';
import { deregisterType } from './actions/deregister-type';
import { describeType } from './actions/describe-type';
import { describeTypeRegistration } from './actions/describe-type-registration';
import { describeForStacks } from './actions/for-stacks';
import { listTypeRegistrations } from './actions/list-type-registrations';
import { listTypeVersions } from './actions/list-type-versions';
import { listTypes } from './actions/list-types';
import { registerType } from './actions/register-type';
import { setTypeConfiguration } from './actions/set-type-configuration';
import { setTypeDefaultVersion } from './actions/set-type-default-version';
import { testType } from './actions/test-type';
import type { RegistryOptions } from './options';
import { liveVersions, RegistryState } from './state';

/** The calls that concern private resource types. Each trusts that its input has the shape of the API. */
const actions: Record<string, (input: never, scope: Scope) => object | Promise<object>> = {
  BatchDescribeTypeConfigurations: batchDescribeTypeConfigurations,
  DeregisterType: deregisterType,
  DescribeType: describeType,
  DescribeTypeRegistration: describeTypeRegistration,
  ListTypeRegistrations: listTypeRegistrations,
  ListTypeVersions: listTypeVersions,
  ListTypes: listTypes,
  RegisterType: registerType,
  SetTypeConfiguration: setTypeConfiguration,
  SetTypeDefaultVersion: setTypeDefaultVersion,
  TestType: testType,
};

/** CloudFormation's registry of resource types: as on AWS, each Region of an account has its own types. */
export class Registry implements Service {
  private readonly regions = new Map<string, RegistryState>();

  constructor(private readonly options: RegistryOptions) {}

  async handle(action: string, input: Record<string, unknown>, caller: Caller): Promise<object> {
    const act = actions[action];
    if (act === undefined) throw new AwsError('InvalidAction', `Unknown action: ${action}`);
    return act(input as never, { state: this.state(caller), caller, options: this.options });
  }

  /** What stacks must know about the types that are registered for a caller. */
  typesForStacks(caller: Caller): object[] {
    return describeForStacks(this.state(caller));
  }

  state(caller: Caller): RegistryState {
    const scope = scopeOf(caller);
    const state = this.regions.get(scope) ?? new RegistryState();
    this.regions.set(scope, state);
    return state;
  }

  async stop(): Promise<void> {
    const states = [...this.regions.values()];
    // A registration that is under way would start a handler after the others have ended.
    await Promise.all(
      states.flatMap(({ registrations }) => [...registrations.values()].map((one) => one.work)),
    );
    const versions = states.flatMap(({ types }) => [...types.values()].flatMap(liveVersions));
    this.regions.clear();
    await Promise.all(versions.map(({ host }) => host.stop()));
  }
}
