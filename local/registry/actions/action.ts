import type { RegistrationScope } from '../registration';

/** What a call of the registry's API works on. */
export type Scope = RegistrationScope;

/** A call of the registry's API. @throws AwsError as the service does */
export type Action<Input> = (input: Input, scope: Scope) => object | Promise<object>;
