import { brokenParameterName } from '../../../src/plan/parameter-name';

it.each([
  'web',
  'web.image',
  '/images/web',
  '/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o',
  '/images/aws-web',
  'my-ssm',
  'x',
])('a parameter may be called %s', (name) => expect(brokenParameterName(name)).toBeUndefined());

it.each([
  ['images/web', /does not begin with it; write "\/images\/web"/],
  ['/images/', /empty level/],
  ['/images//web', /empty level/],
  ['/', /empty level/],
  ['aws-web', /reserves/],
  ['/aws/web', /reserves/],
  ['SSM.web', /reserves/],
  ['/Ssm', /reserves/],
  ['/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p', /15 levels/],
  ['a b', /may contain/],
  ['a:1', /may contain/],
])('SSM would refuse the name %s: it is refused first', (name, message) => {
  const refusal = brokenParameterName(name);
  expect(refusal).toMatch(message);
  expect(refusal).toContain(`Publish.ParameterName "${name}"`);
});

it('no name is no fault', () => expect(brokenParameterName(undefined)).toBeUndefined());
