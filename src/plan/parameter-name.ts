/** Parameter Store's limit for the levels of a name. */
const LEVELS = 15;

/** Why SSM would refuse a parameter of this name; undefined if it would not. */
export function brokenParameterName(name: string | undefined): string | undefined {
  const wrong = name === undefined ? undefined : faultOf(name);
  return wrong === undefined ? undefined : `Publish.ParameterName ${JSON.stringify(name)} ${wrong}`;
}

function faultOf(name: string): string | undefined {
  if (!/^[a-zA-Z0-9_./-]+$/.test(name)) return 'may contain letters, digits and _ . - / only';
  const isPath = name.includes('/');
  if (isPath && !name.startsWith('/')) return `contains "/" but does not begin with it; write "/${name}"`;
  if (isPath && (name.endsWith('/') || name.includes('//')))
    return 'has an empty level; remove the "/" that is too many';
  const first = (isPath ? name.slice(1) : name).toLowerCase();
  if (/^(aws|ssm)/.test(first))
    return 'begins with "aws" or "ssm", which Parameter Store reserves; choose another';
  if (name.split('/').length - 1 > LEVELS) return `has more than ${LEVELS} levels; use fewer`;
  return undefined;
}
