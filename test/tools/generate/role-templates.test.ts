import { parse } from 'yaml';
import { buildRoleTemplate, executionRoleTemplate } from '../../../tools/generate/role-templates';

const template = (properties: string, parameters = ''): string => `
AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Unused: { Type: String }
${parameters}
Resources:
  BuildRole: { Type: AWS::IAM::Role }
  ExecutionRole:
    Type: AWS::IAM::Role
    Properties:
      RoleName: fixed
${properties}
Outputs:
  BuildRoleArn: { Value: !GetAtt BuildRole.Arn }
  ExecutionRoleArn: { Value: !GetAtt ExecutionRole.Arn }
`;

describe('the execution role for cfn submit', () => {
  it('is the only resource, without the name that would need CAPABILITY_NAMED_IAM', () => {
    const written = executionRoleTemplate(template('      Path: /docker-builder/'));
    expect(parse(written, { logLevel: 'error' })).toEqual({
      AWSTemplateFormatVersion: '2010-09-09',
      Description: expect.any(String),
      Resources: { ExecutionRole: { Type: 'AWS::IAM::Role', Properties: { Path: '/docker-builder/' } } },
      Outputs: { ExecutionRoleArn: { Value: 'ExecutionRole.Arn' } },
    });
  });

  it('keeps functions, comments and quotes, and says that it is generated', () => {
    const properties =
      "      # why\n      Path: !Sub '/${AWS::Region}/'\n      Tags: !Split [',', !Ref AWS::Region]";
    const written = executionRoleTemplate(template(properties));
    expect(written).toMatch(
      /^# Generated from registration\/registration\.yaml by npm run generate\. Do not edit\.\n/,
    );
    expect(written).toContain(properties);
    expect(written).toContain("AWSTemplateFormatVersion: '2010-09-09'");
    expect(written).toContain('!GetAtt ExecutionRole.Arn');
  });

  it('takes over the parameters that the role refers to, also inside other functions', () => {
    const written = executionRoleTemplate(
      template(
        "      Path: !Join ['/', [!Ref One, !Sub ['${Two}', { Two: !Ref Two }]]]",
        '  One: { Type: String, Default: a }\n  Two: { Type: String, Default: b }',
      ),
    );
    expect(Object.keys(parse(written, { logLevel: 'error' }).Parameters)).toEqual(['One', 'Two']);
  });

  it('refuses a parameter without a default, which cfn submit could not deploy', () => {
    expect(() => executionRoleTemplate(template('      Path: !Ref One', '  One: { Type: String }'))).toThrow(
      'registration/registration.yaml: the parameter One has no default',
    );
  });

  it('refuses a template without the role', () => {
    expect(() => executionRoleTemplate('Resources: {}')).toThrow(
      'registration/registration.yaml has no resource ExecutionRole',
    );
  });
});

describe('the build role for cfn submit', () => {
  const registration = `
AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  Prefix: { Type: String, Default: p }
  Keys: { Type: CommaDelimitedList, Default: '' }
  Unused: { Type: String }
Conditions:
  HasKeys: !Not [!Equals [!Select [0, !Ref Keys], '']]
  Never: !Equals [!Ref Unused, '']
Resources:
  Version: { Type: AWS::CloudFormation::ResourceVersion }
  BuildRole: { Type: AWS::IAM::Role, Properties: { RoleName: !Sub '\${Prefix}-build' } }
  ExecutionRole: { Type: AWS::IAM::Role, Condition: Never }
  Both:
    Type: AWS::IAM::Policy
    Condition: HasKeys
    Properties: { Roles: [!Ref BuildRole, !Ref ExecutionRole], PolicyName: both }
  Other:
    Type: AWS::IAM::Policy
    Properties: { Roles: [!Ref ExecutionRole], PolicyName: other }
Outputs:
  BuildRoleArn: { Value: !GetAtt BuildRole.Arn }
  ExecutionRoleArn: { Value: !GetAtt ExecutionRole.Arn }
`;

  it('has its policies without the execution role, and the parameters and conditions that these need', () => {
    expect(parse(buildRoleTemplate(registration), { logLevel: 'error' })).toEqual({
      AWSTemplateFormatVersion: '2010-09-09',
      Description: expect.any(String),
      Parameters: {
        Prefix: { Type: 'String', Default: 'p' },
        Keys: { Type: 'CommaDelimitedList', Default: '' },
      },
      Conditions: { HasKeys: [[[0, 'Keys'], '']] },
      Resources: {
        BuildRole: { Type: 'AWS::IAM::Role', Properties: { RoleName: '${Prefix}-build' } },
        Both: {
          Type: 'AWS::IAM::Policy',
          Condition: 'HasKeys',
          Properties: { Roles: ['BuildRole'], PolicyName: 'both' },
        },
      },
      Outputs: { BuildRoleArn: { Value: 'BuildRole.Arn' } },
    });
  });

  it('refuses a template without the role', () => {
    expect(() => buildRoleTemplate('Resources: {}')).toThrow(
      'registration/registration.yaml has no resource BuildRole',
    );
  });
});
