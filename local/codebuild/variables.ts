import type { Credentials } from '../service/credentials';
import type { Buildspec } from './buildspec';
import type { BuildRecord, Variable } from './records';
import { parameterValue, secretValue } from './stored-values';

interface Session {
  endpoint: string;
  region: string;
  credentials: Credentials;
}

/** The variables of the buildspec and of the project, which come last; those in stores are read, and their values masked. */
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
      const read = type === 'SECRETS_MANAGER' ? secretValue : parameterValue;
      const stored = await read(value, session);
      mask(stored);
      return [name, stored];
    }),
  );
  return Object.fromEntries(values);
}

function ofBuildspec({ variables, parameters, secrets }: Buildspec): Variable[] {
  const typed = (values: Record<string, string>, type: Variable['type']) =>
    Object.entries(values).map(([name, value]) => ({ name, value, type }));
  return [
    ...typed(variables, 'PLAINTEXT'),
    ...typed(parameters, 'PARAMETER_STORE'),
    ...typed(secrets, 'SECRETS_MANAGER'),
  ];
}
