import { Document, isMap, parseDocument, visit, YAMLMap } from 'yaml';

const banner = ` Generated from registration/roles.yaml by npm run generate. Do not edit.
 \`cfn submit\` deploys it with CAPABILITY_IAM alone, so the role has no name of its own.`;

/**
 * resource-role.yaml, which `cfn submit` deploys: the registration's execution role, instead of the one that
 * `cfn generate` writes, which allows every action on every resource.
 * @param registration the text of registration/roles.yaml
 * @throws Error when that template has no execution role, or parameters of it have no default
 */
export function executionRoleTemplate(registration: string): string {
  // The parser keeps CloudFormation's tags (!Sub, !GetAtt, ...) as it reads them, and would warn of each.
  const source = parseDocument(registration, { logLevel: 'error' });
  const role = source.getIn(['Resources', 'ExecutionRole']);
  if (!isMap(role)) throw new Error('registration/roles.yaml has no resource ExecutionRole');
  role.deleteIn(['Properties', 'RoleName']);
  const template = new Document({});
  template.commentBefore = banner;
  template.set('AWSTemplateFormatVersion', source.get('AWSTemplateFormatVersion', true));
  template.set('Description', "The execution role of the resource type's handlers.");
  const parameters = parametersOf(role, source);
  if (parameters.items.length > 0) template.set('Parameters', parameters);
  template.setIn(['Resources', 'ExecutionRole'], role);
  template.setIn(['Outputs', 'ExecutionRoleArn'], source.getIn(['Outputs', 'ExecutionRoleArn']));
  return template.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** The parameters that the role refers to; \`cfn submit\` passes none, so each needs a default. */
function parametersOf(role: YAMLMap, source: Document): YAMLMap {
  const parameters = new YAMLMap();
  visit(role, {
    Scalar(_key, { tag: name, value }) {
      if (name !== '!Ref' || source.getIn(['Parameters', value]) === undefined) return;
      if (source.getIn(['Parameters', value, 'Default']) === undefined)
        throw new Error(`registration/roles.yaml: the parameter ${value} has no default`);
      parameters.set(value, source.getIn(['Parameters', value]));
    },
  });
  return parameters;
}
