import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import schema from '../../../schema/token-injectable-docker-builder.json';
import { defaults } from '../../../src/plan/defaults';
import { machineFor } from '../../../src/plan/platforms';

const { properties, definitions } = schema;
const repository = definitions.Repository.properties;
const readme = readFileSync(resolve(__dirname, '../../../README.md'), 'utf8');

describe('the default', () => {
  it.each([
    [properties.Dockerfile, defaults.dockerfile],
    [properties.Platforms, defaults.platforms[0]],
    [properties.BuildImage, machineFor('linux/amd64', undefined).image],
    [properties.BuildImage, machineFor('linux/arm64', undefined).image],
    [properties.ComputeType, defaults.computeType],
    [properties.TimeoutInMinutes, defaults.timeoutInMinutes],
    [properties.CacheDisabled, defaults.cacheDisabled],
    [repository.UntaggedRetentionDays, defaults.untaggedRetentionDays],
    [repository.ScanOnPush, defaults.scanOnPush],
    [repository.RemovalPolicy, defaults.removalPolicy],
  ])('in the text of the schema is the one that is used: %j, %j', ({ description }, value) => {
    expect(description.split('Default: ')[1]).toContain(String(value));
    expect(readme).toContain(String(value));
  });
});
