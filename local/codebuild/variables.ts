import type { Credentials } from '../service/credentials';
import type { Buildspec } from './buildspec';
import { PhaseFailure } from './phases';
import type { BuildRecord, Variable } from './records';
import { parameterValue, secretValue } from './stored-values';

interface Session {
  endpoint: string;
  region: string;
  credentials: Credentials;
}

/**
 * The variables of the buildspec and of the project, which come last; those in stores are read, and their values masked.
 * @throws PhaseFailure in CodeBuild's words
 */
export async function resolveVariables(
  { environment }: BuildRecord,
  spec: Buildspec,
  session: Session,
  mask: (value: string) => void,
): Promise<Record<string, string>> {
  const variables = [...ofBuildspec(spec), ...(environment.environmentVariables ?? [])];
  const values = await Promise.all(
    variables.map(async ({ name, value, type }): Promise<[string, string]> => {
      if (type === undefined || type === 'PLAINTEXT') return [name, value];
      const [read, failure] = STORES[type];
      const stored = await read(value, session).catch((error: Error) => {
        throw new PhaseFailure(failure, `${error.name}: ${error.message}`);
      });
      mask(stored);
      return [name, stored];
    }),
  );
  return Object.fromEntries(values);
}

/** How CodeBuild reads each store, and the status code of the phase in which it could not. */
const STORES = {
  SECRETS_MANAGER: [secretValue, 'Secrets Manager Error Message'],
  PARAMETER_STORE: [parameterValue, 'Decrypted Variables Error Message'],
} as const;

function ofBuildspec({ variables, parameters, secrets }: Buildspec): Variable[] {
  const typed = (values: Record<string, string>, type: Variable['type']) =>
    Object.entries(values).map(([name, value]) => ({ name, value, type }));
  return [
    ...typed(variables, 'PLAINTEXT'),
    ...typed(parameters, 'PARAMETER_STORE'),
    ...typed(secrets, 'SECRETS_MANAGER'),
  ];
}
