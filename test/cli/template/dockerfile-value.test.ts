import { dockerfileValue } from '../../../cli/template/dockerfile-value';
import { parseTemplate } from '../../../cli/template/template';

const parameters = `
Parameters:
  Plain: { Type: String, Default: web.Dockerfile }
  None: { Type: String }
  Choice: { Type: String, AllowedValues: [a, b] }
  Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: /path }
`;

const read = (dockerfile: string, given: Record<string, string> = {}) => {
  const template = parseTemplate(`Resources: {}${parameters}Dockerfile: ${dockerfile}\n`, 't');
  return dockerfileValue(template, template.document.get('Dockerfile', true), new Map(Object.entries(given)));
};
const certain = (...paths: string[]) => ({ paths, certain: true });
const likely = (...paths: string[]) => ({ paths, certain: false });
const unknown = likely();

it('a Dockerfile that is not given is "Dockerfile"', () => {
  expect(dockerfileValue(parseTemplate('Resources: {}', 't'), undefined, new Map())).toEqual(
    certain('Dockerfile'),
  );
});

it.each([
  ['docker/web', certain('docker/web')],
  ['5', certain('5')],
  ['!Ref Plain', likely('web.Dockerfile')],
  ['{Ref: Plain}', likely('web.Dockerfile')],
  ['!Ref None', unknown],
  ['!Ref Choice', certain('a', 'b')],
  ['!Ref Stored', unknown],
  ['!Ref Missing', unknown],
  ['!Ref AWS::NoValue', certain('Dockerfile')],
  ["!Sub 'docker/${Plain}'", likely('docker/web.Dockerfile')],
  ["!Sub 'docker/${None}'", unknown],
  ["!Sub 'docker/${Choice}'", unknown],
  ["!Sub 'docker/${!Literal}'", certain('docker/${Literal}')],
  ['{"Fn::Sub": docker/web}', certain('docker/web')],
  ["!Sub ['${x}', {x: a}]", unknown],
  ['!If [c, a, b]', certain('a', 'b')],
  ['!If [c, a, !Ref Plain]', likely('a', 'web.Dockerfile')],
  ['!If [c, a, !Ref None]', unknown],
  ['!If [c, a, !Ref AWS::NoValue]', certain('a', 'Dockerfile')],
  ['!FindInMap [a, b, c]', unknown],
])('%s is known as %j', (dockerfile, value) => {
  expect(read(dockerfile)).toEqual(value);
});

it('a given parameter is certain', () => {
  expect(read('!Ref Plain', { Plain: 'x' })).toEqual(certain('x'));
  expect(read("!Sub '${None}.Dockerfile'", { None: 'x' })).toEqual(certain('x.Dockerfile'));
});
