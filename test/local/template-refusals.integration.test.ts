import { CloudFormation, type CloudFormationServiceException } from '@aws-sdk/client-cloudformation';
import { uniqueName } from '../support/tools';

const cloudformation = new CloudFormation({});
const base = uniqueName('base');
const queue = { Type: 'AWS::SQS::Queue' };
const plain = { Resources: { Queue: queue } };
const named = (QueueName: unknown) => ({ Resources: { Queue: { ...queue, Properties: { QueueName } } } });
const never = { Never: { 'Fn::Equals': ['a', 'b'] } };

type Parameters = { ParameterKey: string; ParameterValue?: string; UsePreviousValue?: boolean }[];

/** What each call answers to a template: '' where it accepts it. */
async function answers(
  template: object | string,
  Parameters: Parameters = [],
): Promise<Record<string, string>> {
  const TemplateBody = typeof template === 'string' ? template : JSON.stringify(template);
  const StackName = uniqueName('refused');
  const calls = {
    ValidateTemplate: cloudformation.validateTemplate({ TemplateBody }),
    CreateStack: cloudformation.createStack({ StackName, TemplateBody, Parameters }),
    CreateChangeSet: cloudformation.createChangeSet({
      StackName: `${StackName}-set`,
      ChangeSetName: 'one',
      ChangeSetType: 'CREATE',
      TemplateBody,
      Parameters,
    }),
    UpdateStack: cloudformation.updateStack({ StackName: base, TemplateBody, Parameters }),
  };
  const entries = Object.entries<Promise<object>>(calls).map(async ([name, call]) => [
    name,
    await call.then(
      () => '',
      (error: CloudFormationServiceException) => `${error.name}: ${error.message}`,
    ),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

const everywhere = (answer: string) => ({
  ValidateTemplate: answer,
  CreateStack: answer,
  CreateChangeSet: answer,
  UpdateStack: answer,
});

/** AWS's ValidateTemplate knows neither parameters nor the values of conditions. */
const withValues = (answer: string) => ({ ...everywhere(answer), ValidateTemplate: '' });

const unresolved = (names: string, block = 'Resources') =>
  `Template format error: Unresolved resource dependencies [${names}] in the ${block} block of the template`;

beforeAll(async () => {
  await cloudformation.createStack({ StackName: base, TemplateBody: JSON.stringify(plain) });
});
afterAll(() => cloudformation.deleteStack({ StackName: base }));

describe('a template is refused in AWS’s words when it refers to what it does not have', () => {
  it.each<[string, object, string]>([
    ['Ref', named({ Ref: 'No' }), unresolved('No')],
    [
      'Ref, twice and below a function',
      named({ 'Fn::Join': ['', [{ Ref: 'No' }, { Ref: 'Nor' }, { Ref: 'No' }]] }),
      unresolved('No, Nor'),
    ],
    [
      'Ref in a branch that is not taken',
      { ...named({ 'Fn::If': ['Never', { Ref: 'No' }, 'a'] }), Conditions: never },
      unresolved('No'),
    ],
    ['an unknown pseudo parameter', named({ Ref: 'AWS::Nothing' }), unresolved('AWS::Nothing')],
    ['Fn::Sub', named({ 'Fn::Sub': '${No}-${!Literal}' }), unresolved('No')],
    [
      'Fn::Sub with values',
      named({ 'Fn::Sub': ['${Given}-${No}', { Given: { Ref: 'Nor' } }] }),
      unresolved('No, Nor'),
    ],
    [
      'an attribute in Fn::Sub',
      named({ 'Fn::Sub': '${No.Arn}' }),
      'Template error: instance of Fn::Sub references invalid resource attribute No.Arn',
    ],
    [
      'Fn::GetAtt',
      named({ 'Fn::GetAtt': ['No', 'Arn'] }),
      'Template error: instance of Fn::GetAtt references undefined resource No',
    ],
    [
      'Fn::GetAtt as text',
      named({ 'Fn::GetAtt': 'No.Arn' }),
      'Template error: instance of Fn::GetAtt references undefined resource No',
    ],
    ['DependsOn', { Resources: { Queue: { ...queue, DependsOn: ['No', 'Nor'] } } }, unresolved('No, Nor')],
    ['an output', { ...plain, Outputs: { Name: { Value: { Ref: 'No' } } } }, unresolved('No', 'Outputs')],
    [
      'an export',
      { ...plain, Outputs: { Name: { Value: 'a', Export: { Name: { Ref: 'No' } } } } },
      unresolved('No', 'Outputs'),
    ],
    ...[{ Ref: 'Queue' }, { 'Fn::Sub': '${Queue.Arn}-a' }, { 'Fn::ImportValue': 'a' }].map(
      (Name): [string, object, string] => [
        `the name of an export that is known too late: ${JSON.stringify(Name)}`,
        { ...plain, Outputs: { Name: { Value: 'a', Export: { Name } } } },
        'Template format error: Output Name is malformed.  The Name field of Export must not depend on any resources, imported values, or Fn::GetAZs.',
      ],
    ),
    ...[{}, { Name: '' }, { Name: 'a.b' }, { Name: 'a_b' }, 'a'].map((Export): [string, object, string] => [
      `an export without a name, or with a wrong one: ${JSON.stringify(Export)}`,
      { ...plain, Outputs: { Name: { Value: 'a', Export } } },
      'Template format error: Output Name is malformed. The Name field of every Export member must be specified and consist only of alphanumeric characters, colons, or hyphens.',
    ]),
    [
      'Fn::If',
      named({ 'Fn::If': ['No', 'a', 'b'] }),
      'Template error: unresolved condition dependency No in Fn::If',
    ],
    [
      'the condition of a resource',
      { Resources: { Queue: { ...queue, Condition: 'No' } } },
      'Template format error: Unresolved condition dependency No in the Resources block of the template',
    ],
    [
      'the condition of an output',
      { ...plain, Outputs: { Name: { Value: 'a', Condition: 'No' } } },
      'Template format error: Unresolved condition dependency No in the Outputs block of the template',
    ],
    [
      'a condition in a condition',
      { ...plain, Conditions: { One: { 'Fn::Not': [{ Condition: 'No' }] } } },
      'Template format error: Unresolved condition dependency No in the Conditions block of the template',
    ],
    [
      'a resource in a condition',
      { ...plain, Conditions: { One: { 'Fn::Equals': [{ Ref: 'Queue' }, 'a'] } } },
      'Template format error: Unresolved dependencies [Queue]. Cannot reference resources in the Conditions block of the template',
    ],
    [
      'Fn::FindInMap',
      named({ 'Fn::FindInMap': ['No', 'a', 'b'] }),
      "Template error: Mapping named 'No' is not present in the 'Mappings' section of template.",
    ],
    [
      'Fn::FindInMap in a condition',
      { ...plain, Conditions: { One: { 'Fn::Equals': [{ 'Fn::FindInMap': ['No', 'a', 'b'] }, 'a'] } } },
      "Template error: Mapping named 'No' is not present in the 'Mappings' section of template.",
    ],
    [
      'a key of a mapping',
      { ...named({ 'Fn::FindInMap': ['Map', 'a', 'c'] }), Mappings: { Map: { a: { b: 'c' } } } },
      'Template error: Unable to get mapping for Map::a::c',
    ],
    [
      'a value of Fn::Select',
      named({ 'Fn::Select': ['2', ['a', 'b']] }),
      'Template error: Fn::Select cannot select nonexistent value at index 2',
    ],
    [
      'an index of Fn::Select that is no number',
      named({ 'Fn::Select': ['one', ['a', 'b']] }),
      'Template error: Fn::Select requires a list argument with two elements: an integer index and a list',
    ],
    [
      'a circle',
      {
        Resources: {
          One: { ...queue, DependsOn: 'Two' },
          Two: { ...queue, DependsOn: 'One' },
          Three: { ...queue, DependsOn: 'One' },
        },
      },
      'Circular dependency between resources: [One, Two]',
    ],
    ['itself', named({ 'Fn::Sub': '${Queue}' }), 'Circular dependency between resources: [Queue]'],
  ])('%s', async (_name, template, reason) => {
    expect(await answers(template)).toEqual(everywhere(`ValidationError: ${reason}`));
  });

  const absent = { ...plain.Resources, Absent: { ...queue, Condition: 'Never' } };
  it.each<[string, object, string]>([
    [
      'in an output',
      { Conditions: never, Resources: absent, Outputs: { Name: { Value: { Ref: 'Absent' } } } },
      unresolved('Absent', 'Outputs'),
    ],
    [
      'in a property',
      {
        Conditions: never,
        Resources: {
          ...absent,
          Other: { ...queue, Properties: { QueueName: { 'Fn::GetAtt': ['Absent', 'QueueName'] } } },
        },
      },
      unresolved('Absent'),
    ],
  ])('a resource whose condition is false, %s', async (_name, template, reason) => {
    expect(await answers(template)).toEqual(withValues(`ValidationError: ${reason}`));
  });

  const Mappings = { Map: { a: { b: 'c' }, c: { d: 'e' } } };
  const Parameters = { Key: { Type: 'String', Default: 'x' } };
  it.each<[string, unknown, string]>([
    ['of a pseudo parameter', ['Map', { Ref: 'AWS::Region' }, 'b'], 'Map::us-east-1::b'],
    ['of a parameter', ['Map', 'a', { Ref: 'Key' }], 'Map::a::x'],
    ['of another mapping', ['Map', { 'Fn::FindInMap': ['Map', 'a', 'b'] }, { Ref: 'Key' }], 'Map::c::x'],
  ])('a key of a mapping that is the value %s', async (_name, path, key) => {
    const template = { ...named({ 'Fn::FindInMap': path }), Mappings, Parameters };
    expect(await answers(template)).toEqual(
      withValues(`ValidationError: Template error: Unable to get mapping for ${key}`),
    );
  });

  it('but not a key with a default, or in a branch that is not taken', async () => {
    const missing = ['Map', { Ref: 'AWS::Region' }, 'b'];
    const template = named({
      'Fn::If': [
        'Never',
        { 'Fn::FindInMap': missing },
        { 'Fn::FindInMap': ['Map', 'a', { 'Fn::FindInMap': ['Map', 'a', 'b'] }, { DefaultValue: 'f' }] },
      ],
    });
    const { ValidateTemplate, CreateStack } = await answers({ ...template, Mappings, Conditions: never });
    expect({ ValidateTemplate, CreateStack }).toEqual({ ValidateTemplate: '', CreateStack: '' });
  });

  it('but not a resource whose condition is false, in a branch that is not taken', async () => {
    const Value = { 'Fn::If': ['Never', { Ref: 'Absent' }, 'none'] };
    const template = { Conditions: never, Resources: absent, Outputs: { Name: { Value } } };
    const TemplateBody = JSON.stringify(template);
    const StackName = uniqueName('taken');
    await cloudformation.createStack({ StackName, TemplateBody });
    await cloudformation.deleteStack({ StackName });
  });
});

describe('a template is refused in AWS’s words when it is not a template', () => {
  it.each<[string, object | string, string]>([
    [
      'null for a property',
      named(null),
      "[/Resources/Queue/Type/QueueName] 'null' values are not allowed in templates",
    ],
    [
      'null in a list',
      { Resources: { Queue: { ...queue, DependsOn: [null] } } },
      "[/Resources/Queue/DependsOn/0] 'null' values are not allowed in templates",
    ],
    ['null for a section', 'Resources:\n', "[/Resources] 'null' values are not allowed in templates"],
    [
      'an alias',
      'Resources:\n  One: &one\n    Type: AWS::SQS::Queue\n  Two: *one\n',
      'Template error: YAML aliases are not allowed in CloudFormation templates',
    ],
    [
      'a merge',
      'Resources:\n  One: &one {Type: AWS::SQS::Queue}\n  Two:\n    <<: *one\n',
      'Template error: YAML aliases are not allowed in CloudFormation templates',
    ],
    ['text', 'hello', 'Template format error: unsupported structure.'],
    ['broken JSON', '{"Resources": {', 'Template format error: JSON not well-formed. (line 1, column 16)'],
    [
      'broken YAML',
      'Resources:\n  One: [\n',
      'Template format error: YAML not well-formed. (line 2, column 9)',
    ],
    [
      'no resources',
      { Description: 'x' },
      'Template format error: At least one Resources member must be defined.',
    ],
    ['an unknown section', { ...plain, Resource: {} }, 'Invalid template property or properties [Resource]'],
    [
      'an unknown member of a resource',
      { Resources: { Queue: { ...queue, Propertis: {} } } },
      "Invalid template resource property 'Propertis'",
    ],
    [
      'a resource without a type',
      { Resources: { Queue: {} } },
      'Template format error: [/Resources/Queue] Every Resources object must contain a Type member.',
    ],
    [
      'DependsOn as a function',
      { Resources: { Queue: { ...queue, DependsOn: { Ref: 'a' } } } },
      'Template format error: DependsOn must be a string or list of strings.',
    ],
    [
      'a parameter without a type',
      { ...plain, Parameters: { One: { Default: 'a' } } },
      'Template format error: Every Parameters object must contain a Type member.',
    ],
    [
      'a condition that is none',
      { ...plain, Conditions: { One: true } },
      'Template format error: Conditions can only be boolean operations on parameters and other conditions',
    ],
    [
      'an output without a value',
      { ...plain, Outputs: { One: {} } },
      'Template format error: Every Outputs member must contain a Value object.',
    ],
    [
      'half of Fn::GetAtt',
      'Resources:\n  One:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: !GetAtt Two\n',
      'Template error: if specifying one argument to Fn::GetAtt, that argument must be a non-empty string in format <LogicalId>.<Attribute>',
    ],
    [
      'Fn::Join of text',
      named({ 'Fn::Join': 'a' }),
      'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
    ],
    [
      'Fn::Select without a list',
      named({ 'Fn::Select': 1 }),
      'Template error: Fn::Select requires a list argument with two elements: an integer index and a list',
    ],
    [
      'Fn::If with two values',
      named({ 'Fn::If': ['a', 'b'] }),
      'Template error: Fn::If requires a list argument with the first element being a condition',
    ],
    [
      'Ref of a list',
      named({ Ref: ['a'] }),
      'Template error: every Ref object must have a single String value.',
    ],
  ])('%s', async (_name, template, reason) => {
    expect(await answers(template)).toEqual(everywhere(`ValidationError: ${reason}`));
  });

  it('an unknown function', async () => {
    expect(Object.values(await answers(named({ 'Fn::Nothing': 'a' })))).toEqual(
      Array(4).fill(
        expect.stringMatching(
          /^ValidationError: Template error: Encountered unsupported function: Fn::Nothing /,
        ),
      ),
    );
  });

  it('but not for an anchor alone, or an asterisk in text', async () => {
    const TemplateBody =
      'Resources:\n  One: &one\n    Type: AWS::SQS::Queue\n    Metadata: {a: "*b", b: \'x *c\', c: d *e}\n';
    await expect(cloudformation.validateTemplate({ TemplateBody })).resolves.toBeDefined();
  });
});

describe('parameters are refused in AWS’s words', () => {
  const Parameters = {
    Needed: { Type: 'String' },
    Also: { Type: 'String' },
    Number: { Type: 'Number', Default: 1, MinValue: 1, MaxValue: 3 },
    Choice: { Type: 'String', Default: true, AllowedValues: [true, false] },
    Choices: { Type: 'CommaDelimitedList', Default: 'a,b', AllowedValues: ['a', 'b', 'c'] },
    Pattern: { Type: 'String', Default: 'abc', AllowedPattern: '[a-z]+' },
    Short: { Type: 'String', Default: 'a', MinLength: 1, MaxLength: 2 },
    Described: { Type: 'String', Default: 'a', MaxLength: 2, ConstraintDescription: 'two letters at most.' },
  };
  const template = { ...plain, Parameters };
  const values = (given: Record<string, string>): Parameters =>
    Object.entries(given).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));

  it.each<[string, Record<string, string>, string]>([
    ['missing', {}, 'Parameters: [Needed, Also] must have values'],
    ['undeclared', { No: 'a', Nor: 'b', Needed: 'c' }, 'Parameters: [No, Nor] do not exist in the template'],
    ['not a number', { Number: 'x' }, "Parameter 'Number' must be a number"],
    ['a number too small', { Number: '0' }, "Parameter 'Number' must be a number not less than 1"],
    ['a number too large', { Number: '3.5' }, "Parameter 'Number' must be a number not greater than 3"],
    ['none of the allowed values', { Choice: 'yes' }, "Parameter 'Choice' must be one of AllowedValues"],
    ['a list with another value', { Choices: 'a,d' }, "Parameter 'Choices' must be one of AllowedValues"],
    ['against the pattern', { Pattern: 'a1' }, "Parameter 'Pattern' must match pattern [a-z]+"],
    ['too short', { Short: '' }, "Parameter 'Short' must contain at least 1 characters"],
    ['too long', { Short: 'abc' }, "Parameter 'Short' must contain at most 2 characters"],
    [
      'described',
      { Described: 'abc' },
      'Parameter Described failed to satisfy constraint: two letters at most.',
    ],
  ])('%s', async (name, given, reason) => {
    const rest: Record<string, string> =
      name === 'missing' || name === 'undeclared' ? {} : { Needed: 'a', Also: 'b' };
    expect(await answers(template, values({ ...rest, ...given }))).toEqual(
      withValues(`ValidationError: ${reason}`),
    );
  });

  it('a name that Parameter Store does not have', async () => {
    const parameters = { Image: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/no' } };
    expect(await answers({ ...plain, Parameters: parameters })).toEqual(
      withValues('ValidationError: Unable to fetch parameters [/no] from parameter store for this account.'),
    );
  });

  it('values for a template without parameters', async () => {
    expect(await answers(plain, values({ One: 'a' }))).toEqual(
      withValues('ValidationError: Parameter values specified for a template which does not require them.'),
    );
  });

  it('the previous value of a parameter that had none', async () => {
    const previous = [{ ParameterKey: 'Needed', UsePreviousValue: true }];
    const reason = 'Cannot specify usePreviousValue as true for a parameter key not in the previous template';
    expect(await answers(template, previous)).toEqual(
      withValues(`ValidationError: Invalid input for parameter key Needed. ${reason}`),
    );
  });
});

describe('capabilities are asked for', () => {
  const role = (Properties: object) => ({
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {}, ...Properties } },
    },
  });
  it.each([
    ['IAM resources', role({}), 'CAPABILITY_IAM'],
    ['IAM resources with names', role({ RoleName: 'x' }), 'CAPABILITY_NAMED_IAM'],
  ])('for %s', async (_name, template, capability) => {
    expect(await answers(template)).toEqual(
      withValues(`InsufficientCapabilitiesException: Requires capabilities : [${capability}]`),
    );
  });

  it('for macros, but for change sets, which show what a macro does', async () => {
    const template = { Transform: 'AWS::Serverless-2016-10-31', ...plain };
    const refusal = 'InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_AUTO_EXPAND]';
    expect(await answers(template)).toEqual({ ...withValues(refusal), CreateChangeSet: '' });
  });
});

describe('conditions are evaluated as on AWS', () => {
  const outputs = async (Conditions: object, more: object = {}): Promise<string[]> => {
    const StackName = uniqueName('conditions');
    const Outputs = Object.fromEntries(
      Object.keys(Conditions).map((name) => [name, { Condition: name, Value: name }]),
    );
    await cloudformation.createStack({
      StackName,
      TemplateBody: JSON.stringify({ ...plain, ...more, Conditions, Outputs }),
    });
    for (;;) {
      const { Stacks = [] } = await cloudformation.describeStacks({ StackName });
      if (Stacks[0]?.StackStatus === 'CREATE_COMPLETE') {
        await cloudformation.deleteStack({ StackName });
        return (Stacks[0].Outputs ?? []).map(({ OutputKey = '' }) => OutputKey);
      }
      await new Promise((done) => setTimeout(done, 20));
    }
  };

  it('with the functions that AWS resolves there', async () => {
    const equals = (left: unknown, right: unknown) => ({ 'Fn::Equals': [left, right] });
    const conditions = {
      Join: equals({ 'Fn::Join': ['', { Ref: 'Empty' }] }, ''),
      Joined: equals({ 'Fn::Join': ['-', { Ref: 'Pair' }] }, 'a-b'),
      Map: equals({ 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'key'] }, 'value'),
      Sub: equals({ 'Fn::Sub': '${Flag}-${AWS::AccountId}' }, 'true-000000000000'),
      Split: equals({ 'Fn::Select': [1, { 'Fn::Split': ['.', 'a.b'] }] }, 'b'),
      Boolean: equals({ Ref: 'Flag' }, true),
      Region: equals({ Ref: 'AWS::Region' }, 'us-east-1'),
      Either: { 'Fn::Or': [{ Condition: 'Not' }, { Condition: 'Join' }] },
      Not: { 'Fn::Not': [{ Condition: 'Join' }] },
    };
    const more = {
      Parameters: {
        Empty: { Type: 'CommaDelimitedList', Default: '' },
        Pair: { Type: 'CommaDelimitedList', Default: 'a,b' },
        Flag: { Type: 'String', Default: true },
      },
      Mappings: { Map: { 'us-east-1': { key: 'value' } } },
    };
    const all = Object.keys(conditions).filter((name) => name !== 'Not');
    expect((await outputs(conditions, more)).sort()).toEqual(all.sort());
  });
});
