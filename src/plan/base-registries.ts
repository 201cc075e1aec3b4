import { parseDockerfile } from './dockerfile';
import { declarationsOf } from './dockerfile-arguments';

/**
 * ECR's registries in every partition, FIPS and dual-stack names included (AWS General Reference, "Amazon ECR
 * endpoints"), as a regular expression of grep -E and of JavaScript.
 */
export const ECR_REGISTRY =
  '[0-9]{12}\\.dkr[.-]ecr(-fips)?\\.[a-z]+(-[a-z]+)+-[0-9]+\\.(amazonaws\\.com(\\.cn)?|amazonaws\\.eu|on\\.aws|on\\.amazonwebservices\\.(com\\.cn|eu)|c2s\\.ic\\.gov|sc2s\\.sgov\\.gov|cloud\\.adc-e\\.uk|csp\\.hci\\.ic\\.gov)';

/**
 * The ECR registries that a Dockerfile names after variable expansion: a host is often assembled from parts, as in
 * `FROM $ACCOUNT.dkr.ecr.$REGION.amazonaws.com/base`. The build logs in to each.
 */
export function baseRegistries(text: string, buildArgs: Record<string, string>): string[] {
  const dockerfile = parseDockerfile(text);
  let values: Values = new Map([...declarationsOf(dockerfile), ...Object.entries(buildArgs)]);
  for (let depth = 0; depth < DEPTH; depth += 1)
    values = new Map([...values].map(([name, value]) => [name, value && expand(value, values)]));
  const named = dockerfile.instructions.map(({ arguments: words }) => expand(words, values));
  const found = [...named, ...Object.values(buildArgs)].flatMap(
    (line) => line.match(new RegExp(ECR_REGISTRY, 'g')) ?? [],
  );
  return [...new Set(found)].sort();
}

type Values = ReadonlyMap<string, string | undefined>;

/** Arguments may name arguments. */
const DEPTH = 3;
/** Characters; no part of a host is longer. */
const LONGEST = 256;

const VARIABLE = /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?::?-([^}]*))?\})/g;

const expand = (text: string, values: Values): string =>
  text.replaceAll(VARIABLE, (_whole, plain: string | undefined, braced = '', fallback = '') => {
    const value = values.get(plain ?? braced) ?? fallback;
    return value.length > LONGEST ? '' : value;
  });
