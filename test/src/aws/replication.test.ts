import {
  BatchGetImageCommand,
  DescribeImageReplicationStatusCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  PutImageCommand,
  PutReplicationConfigurationCommand,
} from '@aws-sdk/client-ecr';
import { mockClient } from 'aws-sdk-client-mock';
import { replicationPort } from '../../../src/aws/replication';

const sdk = mockClient(ECRClient);
const port = replicationPort({ region: 'us-east-1' });
beforeEach(() => sdk.reset());

const named = (name: string) => Object.assign(new Error('no'), { name });

it('the status of an image has a Region each; none where the image is gone', async () => {
  sdk.on(DescribeImageReplicationStatusCommand).resolves({
    replicationStatuses: [{ region: 'eu-west-1', status: 'FAILED', failureCode: 'X' }],
  });
  expect(await port.statuses('web', 'sha256:1')).toEqual([
    { region: 'eu-west-1', status: 'FAILED', failureCode: 'X' },
  ]);
  sdk.on(DescribeImageReplicationStatusCommand).rejects(named('ImageNotFoundException'));
  expect(await port.statuses('web', 'sha256:1')).toEqual([]);
});

it('repositories are found by their prefix on every page', async () => {
  const page = (...names: string[]) => names.map((repositoryName) => ({ repositoryName }));
  sdk.on(DescribeRepositoriesCommand).resolvesOnce({ repositories: page('web', 'we'), nextToken: '2' });
  sdk
    .on(DescribeRepositoriesCommand, { nextToken: '2' })
    .resolves({ repositories: page('web-two', 'my/web') });
  expect(await port.repositoriesWithPrefix('web')).toEqual(['web', 'web-two']);
});

it('a further tag is put on the very manifest', async () => {
  const images = [{ imageManifest: '{"a":1}', imageManifestMediaType: 'type' }];
  sdk.on(BatchGetImageCommand).resolves({ images });
  sdk.on(PutImageCommand).resolves({});
  await port.addImageTag('web', 'sha256:1', 'more');
  expect(sdk.commandCalls(PutImageCommand)[0]?.args[0].input).toEqual({
    repositoryName: 'web',
    ...images[0],
    imageDigest: 'sha256:1',
    imageTag: 'more',
  });
});

it('a tag that the image has already is no error', async () => {
  sdk.on(BatchGetImageCommand).resolves({ images: [{ imageManifest: '{}' }] });
  sdk.on(PutImageCommand).rejects(named('ImageAlreadyExistsException'));
  await expect(port.addImageTag('web', 'sha256:1', 'more')).resolves.toBeUndefined();
});

it('an image that is gone can get no tag', async () => {
  sdk.on(BatchGetImageCommand).resolves({ images: [] });
  await expect(port.addImageTag('web', 'sha256:1', 'more')).rejects.toMatchObject({
    call: 'ecr:BatchGetImage',
  });
});

it('the rules are written once, also when the service is throttling', async () => {
  sdk.on(PutReplicationConfigurationCommand).rejects(named('ThrottlingException'));
  await expect(port.putConfiguration({ rules: [] })).rejects.toMatchObject({ kind: 'throttled' });
  expect(sdk.commandCalls(PutReplicationConfigurationCommand)).toHaveLength(1);
});
