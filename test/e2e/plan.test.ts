import { estimate, plan } from '../../tools/e2e/plan';
import { scenario } from '../../tools/e2e/scenario';

const place = {
  account: '123456789012',
  region: 'eu-west-1',
  bucket: 'my-bucket',
  run: 'e2e-0a1b2c3d',
  typeName: 'DockerBuilderE2e::Run0a1b2c3d::Builder',
};

describe('the plan of a run on AWS', () => {
  it('names the account, the Region, the bucket, every step and every name that is used', () => {
    const text = plan(scenario(), place);
    for (const word of [...Object.values(place), ...scenario().map(({ name }) => name)])
      expect(text).toContain(word);
  });

  it('names its price, which grows with the builds and the steps', () => {
    const price = estimate(scenario());
    expect(plan(scenario(), place)).toContain(`at most ${price.toFixed(2)} USD (4 builds)`);
    expect(price).toBeGreaterThan(0.05);
    expect(price).toBeLessThan(0.25);
    expect(estimate(scenario().slice(1))).toBeLessThan(price);
  });
});

it('the scenario is the life of a builder, in this order', () => {
  expect(scenario().map(({ name }) => name)).toEqual([
    'register',
    'deploy',
    'same',
    'change',
    'revert',
    'failing build',
    'failing update',
    'delete',
    'unregister',
  ]);
});
