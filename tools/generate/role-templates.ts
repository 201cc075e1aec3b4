import { Document, isMap, isSeq, parseDocument, visit, YAMLMap } from 'yaml';

const REGISTRATION = 'registration/registration.yaml';

const banner = (why: string) => ` Generated from ${REGISTRATION} by npm run generate. Do not edit.\n ${why}`;

/**
 * resource-role.yaml, which `cfn submit` deploys: the registration's execution role, instead of the one that
 * `cfn generate` writes, which allows every action on every resource.
 * @param registration the text of registration/registration.yaml
 * @throws Error when that template has no execution role, or parameters of it have no default
 */
export function executionRoleTemplate(registration: string): string {
  const source = read(registration, 'ExecutionRole');
  source.deleteIn(['Resources', 'ExecutionRole', 'Properties', 'RoleName']);
  return write(source, {
    comment: banner('`cfn submit` deploys it with CAPABILITY_IAM alone, so the role has no name of its own.'),
    description: "The execution role of the resource type's handlers.",
    resources: ['ExecutionRole'],
    output: 'ExecutionRoleArn',
  });
}

/**
 * registration/build-role.yaml: the registration's build role with its optional policies, for a type that `cfn submit`
 * registers.
 * @throws Error when the registration has no build role, or parameters of it have no default
 */
export function buildRoleTemplate(registration: string): string {
  const source = read(registration, 'BuildRole');
  return write(source, {
    comment: banner(
      '`cfn submit` creates no build role. Deploy this once per account and Region, with CAPABILITY_NAMED_IAM.',
    ),
    description: 'The default role of the builds of TokenInjectable::Docker::Builder.',
    resources: ['BuildRole', ...policiesOfBuilds(source)],
    output: 'BuildRoleArn',
  });
}

function read(registration: string, role: string): Document {
  // The parser keeps CloudFormation's tags (!Sub, !GetAtt, ...) as it reads them, and would warn of each.
  const source = parseDocument(registration, { logLevel: 'error' });
  if (!isMap(source.getIn(['Resources', role]))) throw new Error(`${REGISTRATION} has no resource ${role}`);
  return source;
}

/** The policies that the build role has, with the build role as the only one that has them. */
function policiesOfBuilds(source: Document): string[] {
  return Object.keys((source.toJS() as { Resources: object }).Resources).filter((id) => {
    const roles = source.getIn(['Resources', id, 'Properties', 'Roles']);
    if (!isSeq<{ value: unknown }>(roles)) return false;
    roles.items = roles.items.filter(({ value }) => value === 'BuildRole');
    return roles.items.length > 0;
  });
}

interface Part {
  comment: string;
  description: string;
  resources: string[];
  output: string;
}

/** A template of some of the registration's resources, with the parameters and conditions that they refer to. */
function write(source: Document, { comment, description, resources, output }: Part): string {
  const template = new Document({});
  template.commentBefore = comment;
  template.set('AWSTemplateFormatVersion', source.get('AWSTemplateFormatVersion', true));
  template.set('Description', description);
  const kept = pick(source, 'Resources', resources);
  const conditions = pick(
    source,
    'Conditions',
    resources.flatMap((id) => (source.getIn(['Resources', id, 'Condition']) as string | undefined) ?? []),
  );
  const parameters = pick(source, 'Parameters', parametersOf(source, [conditions, kept]));
  if (parameters.items.length > 0) template.set('Parameters', parameters);
  if (conditions.items.length > 0) template.set('Conditions', conditions);
  template.set('Resources', kept);
  template.setIn(['Outputs', output], source.getIn(['Outputs', output]));
  return template.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** Some members of a section, with the comments before them. */
function pick(source: Document, section: string, names: readonly string[]): YAMLMap {
  const picked = new YAMLMap();
  const all = source.get(section);
  if (!isMap<{ value: string }>(all)) return picked;
  picked.items = all.items.filter(({ key }) => names.includes(key.value));
  return picked;
}

/** The parameters that nodes refer to; nobody passes any, so each needs a default. */
function parametersOf(source: Document, nodes: readonly YAMLMap[]): string[] {
  const referred = new Set<string>();
  for (const node of nodes)
    visit(node, {
      Scalar(_key, { tag, value }) {
        const names =
          tag === '!Ref'
            ? [String(value)]
            : [...String(value).matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
        for (const name of names) if (source.hasIn(['Parameters', name])) referred.add(name);
      },
    });
  for (const name of referred)
    if (!source.hasIn(['Parameters', name, 'Default']))
      throw new Error(`${REGISTRATION}: the parameter ${name} has no default`);
  return [...referred];
}
