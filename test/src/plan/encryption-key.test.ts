import { desiredBuilder } from '../../../src/plan/desired';
import { brokenKey, keyIn } from '../../../src/plan/encryption-key';

const key = (id: string, region = 'eu-west-1') => `arn:aws:kms:${region}:123456789012:key/${id}`;

const broken = (KmsKeyArn: string | undefined, ReplicaRegions: string[] = []) =>
  brokenKey(
    desiredBuilder({
      model: {
        BuilderName: 'web',
        Source: { Inline: 'FROM scratch' },
        Repository: KmsKeyArn === undefined ? {} : { KmsKeyArn },
        ReplicaRegions,
      },
      owner: undefined,
      stackTags: {},
      typeConfiguration: undefined,
      place: { partition: 'aws', account: '123456789012', region: 'eu-west-1' },
    }),
  );

it.each<[string | undefined, string[], RegExp | undefined]>([
  [undefined, ['us-east-1'], undefined],
  [key('1'), [], undefined],
  [key('mrk-1'), ['us-east-1'], undefined],
  [key('1'), ['us-east-1'], /ReplicaRegions needs it in each: use a multi-Region key.*us-east-1/],
  [key('1', 'us-east-1'), [], /is in another Region; ECR takes keys of eu-west-1/],
])('the key %s with replicas in %j: %s', (KmsKeyArn, regions, problem) => {
  if (problem === undefined) expect(broken(KmsKeyArn, regions)).toBeUndefined();
  else expect(broken(KmsKeyArn, regions)).toMatch(problem);
});

it('a replica is encrypted with the key of its Region', () => {
  expect(keyIn('us-east-1', key('mrk-1'))).toBe(key('mrk-1', 'us-east-1'));
  expect(keyIn('us-east-1', undefined)).toBeUndefined();
});
