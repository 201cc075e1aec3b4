import { isMap, isScalar, isSeq } from 'yaml';
import { resolvedPairs } from './resolved-pairs';
import { intrinsicOf } from './source-value';
import type { Template } from './template';

/** The paths that a builder's Dockerfile may have; none when nothing is known, and whether it is certainly one of them. */
export interface DockerfileValue {
  paths: string[];
  certain: boolean;
}

const UNKNOWN: DockerfileValue = { paths: [], certain: false };

/** Evaluates a Dockerfile property as far as the values of parameters are known before the deployment. */
export function dockerfileValue(
  template: Template,
  written: unknown,
  parameters: ReadonlyMap<string, string>,
): DockerfileValue {
  const node = template.resolve(written);
  if (node === undefined) return { paths: ['Dockerfile'], certain: true };
  const called = intrinsicOf(template, node);
  if (called === undefined) return isScalar(node) ? { paths: [String(node.value)], certain: true } : UNKNOWN;
  const { name, argument } = called;
  if (name === 'Ref' && isScalar(argument)) {
    if (argument.value === 'AWS::NoValue') return { paths: ['Dockerfile'], certain: true };
    return parameterValue(template, String(argument.value), parameters);
  }
  if (name === 'Sub' && isScalar(argument)) return substituted(template, String(argument.value), parameters);
  if (name === 'If' && isSeq(argument)) {
    const branches = argument.items.slice(1).map((branch) => dockerfileValue(template, branch, parameters));
    if (branches.some(({ paths }) => paths.length === 0)) return UNKNOWN;
    const paths = [...new Set(branches.flatMap((branch) => branch.paths))];
    return { paths, certain: branches.every(({ certain }) => certain) };
  }
  return UNKNOWN;
}

/** A given value is certain; a default may be replaced by a deployment of the packaged template. */
function parameterValue(
  template: Template,
  name: string,
  parameters: ReadonlyMap<string, string>,
): DockerfileValue {
  const given = parameters.get(name);
  if (given !== undefined) return { paths: [given], certain: true };
  const declaration = membersOf(
    template,
    membersOf(template, template.document.get('Parameters', true))(name),
  );
  const textOf = (member: unknown) => {
    const node = template.resolve(member);
    return isScalar(node) && node.tag === undefined ? String(node.value) : undefined;
  };
  if (textOf(declaration('Type'))?.startsWith('AWS::SSM::')) return UNKNOWN;
  const byDefault = textOf(declaration('Default'));
  if (byDefault !== undefined) return { paths: [byDefault], certain: false };
  const allowed = template.resolve(declaration('AllowedValues'));
  const paths = isSeq(allowed) ? allowed.items.flatMap((item) => textOf(item) ?? []) : [];
  return paths.length === 0 ? UNKNOWN : { paths, certain: true };
}

function substituted(
  template: Template,
  text: string,
  parameters: ReadonlyMap<string, string>,
): DockerfileValue {
  let certain = true;
  let known = true;
  const path = text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const value = parameterValue(template, name.trim(), parameters);
    certain &&= value.certain;
    known &&= value.paths.length === 1;
    return value.paths[0] ?? '';
  });
  return known ? { paths: [path], certain } : UNKNOWN;
}

const membersOf = (template: Template, value: unknown) => {
  const node = template.resolve(value);
  const pairs = isMap(node) ? resolvedPairs(template, node) : [];
  return (name: string) => pairs.find((pair) => pair.name === name)?.value;
};
