import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readTypeConfiguration } from '../../../cli/registration/type-configuration';
import schema from '../../../schema/token-injectable-docker-builder.json';
import { temporaryFolder } from '../../support/temporary-folder';

const folder = temporaryFolder();

const reading = (content: string | Buffer, of: Parameters<typeof readTypeConfiguration>[1] = schema) => {
  const file = join(folder.path, 'configuration.json');
  writeFileSync(file, content);
  return readTypeConfiguration(file, of);
};

describe('a type configuration', () => {
  it.each([
    ['nothing', {}],
    ['a compute type', { ComputeType: 'BUILD_GENERAL1_LARGE' }],
    [
      'every property',
      {
        ServiceRoleArn: 'arn:aws-cn:iam::123456789012:role/docker-builder/build',
        VpcConfig: {
          VpcId: 'vpc-0a1b2c3d',
          SubnetIds: ['subnet-0a1b2c3d'],
          SecurityGroupIds: ['sg-0a1b2c3d'],
        },
        ComputeType: 'BUILD_GENERAL1_SMALL',
        PollIntervalSeconds: 5,
      },
    ],
  ])('may set %s', async (_what, configuration) => {
    expect(await reading(JSON.stringify(configuration))).toEqual(configuration);
  });

  it('may begin with a byte order mark, as editors on Windows write it', async () => {
    expect(await reading('\uFEFF{}')).toEqual({});
  });

  it.each([
    ['nothing', '', /is not JSON/],
    ['YAML', 'ComputeType: x', /is not JSON/],
    ['a cut object', '{"ComputeType":', /is not JSON/],
    ['a list', '[]', /must be a JSON object, such as/],
    ['null', 'null', /must be a JSON object/],
    ['a string', '"x"', /must be a JSON object/],
    [
      'an unknown property',
      '{"Computetype": "x"}',
      /there is no property "Computetype"; the properties are ServiceRoleArn, VpcConfig, ComputeType, PollIntervalSeconds/,
    ],
    [
      'a value outside of the list',
      '{"ComputeType": "HUGE"}',
      /ComputeType "HUGE" must be one of BUILD_GENERAL1_SMALL, /,
    ],
    ['a number as text', '{"PollIntervalSeconds": "5"}', /PollIntervalSeconds "5" must be integer/],
    ['a number below the minimum', '{"PollIntervalSeconds": 0}', /PollIntervalSeconds 0 must be >= 1/],
    ['a fraction', '{"PollIntervalSeconds": 1.5}', /PollIntervalSeconds 1.5 must be integer/],
    ['null as a value', '{"ComputeType": null}', /ComputeType null must be string/],
    ['what is not a role', '{"ServiceRoleArn": "build"}', /ServiceRoleArn "build" must match pattern/],
    [
      'an incomplete network',
      '{"VpcConfig": {"VpcId": "vpc-0a1b2c3d"}}',
      /VpcConfig: SubnetIds is missing; VpcConfig: SecurityGroupIds is missing/,
    ],
    [
      'an unknown member of a property',
      '{"VpcConfig": {"Vpc": "x"}}',
      /VpcConfig: there is no property "Vpc"/,
    ],
    ['too much', `{"ServiceRoleArn": "${'a'.repeat(204_800)}"}`, /at most 204800 are possible/],
  ])('of %s is refused', async (_what, content, message) => {
    await expect(reading(content)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(message),
    });
    await expect(reading(content)).rejects.toThrow(/^--type-configuration [^\n]+$/);
  });

  it('names every fault at once', async () => {
    const content = '{"ComputeType": "HUGE", "PollIntervalSeconds": 999}';
    await expect(reading(content)).rejects.toThrow(
      /ComputeType "HUGE" .*; PollIntervalSeconds 999 must be <= 300/,
    );
  });

  it('is refused for a type that has none', async () => {
    await expect(reading('{}', { typeName: 'Acme::Some::Type' })).rejects.toThrow(
      /Acme::Some::Type has no type configuration/,
    );
  });

  it.each([
    ['a file that does not exist', 'nowhere.json', /^--type-configuration .*nowhere\.json: no such file/],
    ['a folder', '.', /^--type-configuration .*: is a folder/],
  ])('is not %s', async (_what, name, message) => {
    await expect(readTypeConfiguration(join(folder.path, name), schema)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(message),
    });
  });
});
