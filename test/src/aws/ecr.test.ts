import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetLifecyclePolicyCommand,
  ListImagesCommand,
  ListTagsForResourceCommand,
  PutImageScanningConfigurationCommand,
  PutImageTagMutabilityCommand,
  PutLifecyclePolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-ecr';
import { mockClient } from 'aws-sdk-client-mock';
import { ecrPort } from '../../../src/aws/ecr';

const sdk = mockClient(ECRClient);
const port = ecrPort({ region: 'us-east-1' });
beforeEach(() => sdk.reset());

const named = (name: string) => Object.assign(new Error('none'), { name });

describe('a repository', () => {
  it('is read with what a builder needs of it', async () => {
    sdk.on(DescribeRepositoriesCommand, { repositoryNames: ['web'] }).resolves({
      repositories: [
        {
          repositoryName: 'web',
          repositoryArn: 'arn:web',
          repositoryUri: 'registry/web',
          imageTagMutability: 'IMMUTABLE',
          imageScanningConfiguration: { scanOnPush: true },
        },
      ],
    });
    expect(await port.repository('web')).toEqual({
      name: 'web',
      arn: 'arn:web',
      uri: 'registry/web',
      tagMutability: 'IMMUTABLE',
      scanOnPush: true,
    });
  });

  it('is created with its settings and tags', async () => {
    await port.createRepository({
      name: 'web',
      tagMutability: 'MUTABLE',
      scanOnPush: false,
      tags: { a: 'b' },
    });
    expect(sdk.commandCalls(CreateRepositoryCommand)[0]?.args[0].input).toEqual({
      repositoryName: 'web',
      imageTagMutability: 'MUTABLE',
      imageScanningConfiguration: { scanOnPush: false },
      encryptionConfiguration: { encryptionType: 'AES256' },
      tags: [{ Key: 'a', Value: 'b' }],
    });
  });

  it('that does not exist has nothing, and deleting it succeeds', async () => {
    for (const command of [
      DescribeRepositoriesCommand,
      GetLifecyclePolicyCommand,
      DescribeImagesCommand,
      ListImagesCommand,
      DeleteRepositoryCommand,
    ])
      sdk.on(command as typeof ListImagesCommand).rejects(named('RepositoryNotFoundException'));
    expect(await port.repository('web')).toBeUndefined();
    expect(await port.lifecyclePolicy('web')).toBeUndefined();
    expect(await port.digest('web', 'tag')).toBeUndefined();
    expect(await port.holdsTaggedImage('web')).toBe(false);
    await port.deleteRepository('web');
  });

  it('is deleted with its images', async () => {
    await port.deleteRepository('web');
    expect(sdk.commandCalls(DeleteRepositoryCommand)[0]?.args[0].input).toMatchObject({ force: true });
  });

  it('takes new settings one by one', async () => {
    await port.setTagMutability('web', 'IMMUTABLE');
    await port.setScanOnPush('web', true);
    await port.putLifecyclePolicy('web', '{}');
    await port.addTags('arn:web', { a: 'b' });
    await port.removeTags('arn:web', ['c']);
    const inputs = [
      PutImageTagMutabilityCommand,
      PutImageScanningConfigurationCommand,
      PutLifecyclePolicyCommand,
      TagResourceCommand,
      UntagResourceCommand,
    ].map((command) => sdk.commandCalls(command as typeof TagResourceCommand)[0]?.args[0].input);
    expect(inputs).toEqual([
      { repositoryName: 'web', imageTagMutability: 'IMMUTABLE' },
      { repositoryName: 'web', imageScanningConfiguration: { scanOnPush: true } },
      { repositoryName: 'web', lifecyclePolicyText: '{}' },
      { resourceArn: 'arn:web', tags: [{ Key: 'a', Value: 'b' }] },
      { resourceArn: 'arn:web', tagKeys: ['c'] },
    ]);
  });

  it('has its policy and tags', async () => {
    sdk.on(GetLifecyclePolicyCommand).resolves({ lifecyclePolicyText: '{}' });
    sdk.on(ListTagsForResourceCommand).resolves({ tags: [{ Key: 'a', Value: 'b' }] });
    expect(await port.lifecyclePolicy('web')).toBe('{}');
    expect(await port.tags('arn:web')).toEqual({ a: 'b' });
  });
});

describe('an image', () => {
  it('has the digest that ECR reports', async () => {
    sdk.on(DescribeImagesCommand).resolves({ imageDetails: [{ imageDigest: 'sha256:1' }] });
    expect(await port.digest('web', 'tag')).toBe('sha256:1');
  });

  it('that does not exist has none', async () => {
    sdk.on(DescribeImagesCommand).rejects(named('ImageNotFoundException'));
    expect(await port.digest('web', 'tag')).toBeUndefined();
  });

  it('with a tag is found', async () => {
    sdk.on(ListImagesCommand).resolves({ imageIds: [{ imageTag: 'tag' }] });
    expect(await port.holdsTaggedImage('web')).toBe(true);
  });
});
