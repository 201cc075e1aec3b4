import { parseReference } from '../../../local/codebuild/stored-values';

const arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:name-AbCdEf';

it.each([
  ['name', { id: 'name' }],
  ['name:key', { id: 'name', key: 'key' }],
  ['a/name:key:stage', { id: 'a/name', key: 'key', stage: 'stage' }],
  ['name::AWSPREVIOUS:v', { id: 'name', key: '', stage: 'AWSPREVIOUS', version: 'v' }],
  [arn, { id: arn }],
  [`${arn}:key`, { id: arn, key: 'key' }],
  [`${arn}:key:stage:version`, { id: arn, key: 'key', stage: 'stage', version: 'version' }],
])('reads the reference %s', (reference, expected) => {
  expect(parseReference(reference)).toMatchObject(expected);
});
