import { checkParameterNames, deploymentParameters } from '../../../cli/stack/parameters';
import { parseTemplate } from '../../../cli/template/template';

const existing = {
  StackName: 'shop',
  CreationTime: new Date(0),
  StackStatus: 'CREATE_COMPLETE' as const,
  Parameters: [{ ParameterKey: 'Stage', ParameterValue: 'prod' }],
};

describe('the parameters of a deployment', () => {
  it('are the given values, and the previous ones for the others', () => {
    const declared = {
      Stage: { Type: 'String' },
      Owner: { Type: 'String' },
      Size: { Type: 'Number', Default: 1 },
    };
    expect(deploymentParameters(declared, new Map([['Owner', 'me']]), existing)).toEqual([
      { ParameterKey: 'Stage', UsePreviousValue: true },
      { ParameterKey: 'Owner', ParameterValue: 'me' },
    ]);
  });

  it('need a value where there is no default', () => {
    expect(() => deploymentParameters({ A: { Type: 'String' }, B: {} }, new Map(), undefined)).toThrow(
      "the template's parameters A, B need a value: --parameter-overrides A=... B=...",
    );
  });

  it.each([
    ['Stgae', 'prod', '--parameter-overrides: Stgae is not a parameter of the template, which has Stage'],
    ['Stage', 'x', '--parameter-overrides: Stage=x is not one of the allowed values: prod, test'],
    [
      'constructor',
      'x',
      '--parameter-overrides: constructor is not a parameter of the template, which has Stage',
    ],
  ])('refuse %s=%s before anything is uploaded', (name, value, message) => {
    const text = 'Parameters: { Stage: { Type: String, AllowedValues: [prod, test] } }\nResources: {}';
    expect(() => checkParameterNames(parseTemplate(text, 't.yaml'), new Map([[name, value]]))).toThrow(
      message,
    );
  });

  it('refuse a value for a template without parameters', () => {
    const template = parseTemplate('Resources: {}', 't.yaml');
    expect(() => checkParameterNames(template, new Map([['A', '1']]))).toThrow('which has no parameters');
  });
});
