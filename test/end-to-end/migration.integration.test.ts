import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ECR } from '@aws-sdk/client-ecr';
import { ROOT_KEYS } from '../../local/engine/endpoint';
import { deploy } from '../support/builder-template';
import { digestOf, registryRequests, registryToken } from '../support/registry-requests';
import { awsText, folderOf, outputsOf, uniqueName } from '../support/tools';

const endpoint = process.env.AWS_ENDPOINT_URL as string;
const ecr = new ECR({ endpoint, region: 'us-east-1', credentials: ROOT_KEYS });

const [stack, name] = [uniqueName('migration'), uniqueName('shop-web')];
const folder = folderOf({});
afterAll(() => folder.remove());

/** A step of guides/migration.md: the template's resources; the consumer is what a service would be. */
async function step(image: string, ...resources: string[]): Promise<Record<string, string>> {
  const file = join(folder.path, 'template.yaml');
  const consumer = `  Consumer: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: ${image} } }`;
  const output = `Outputs:\n  Image: { Value: !GetAtt Consumer.Value }`;
  writeFileSync(file, ['Resources:', ...resources, consumer, output].join('\n'));
  const { code, stdout, stderr } = await deploy(file, stack);
  expect({ code, output: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, output: '' });
  return outputsOf(stack);
}

const repository = (policy: string) =>
  `  Repository: { Type: AWS::ECR::Repository, ${policy}Properties: { RepositoryName: ${name} } }`;
const RETAINED = 'DeletionPolicy: Retain, UpdateReplacePolicy: Retain, ';
const builder = (Name: string) => `  Image:
    Type: TokenInjectable::Docker::Builder
    Properties:
      PollIntervalSeconds: 1
      Source: { Inline: "FROM scratch\\nCOPY <<EOF /new\\nnew\\nEOF\\n" }
      Repository: { Name: ${Name}, Adopt: true }`;

/** As a build of the construct pushed it. */
async function pushOldImage(): Promise<string> {
  const files = folderOf({ old: 'old' });
  const layer = execFileSync('tar', ['-C', files.path, '-c', 'old']);
  files.remove();
  const rootfs = { type: 'layers', diff_ids: [digestOf(layer)] };
  const config = JSON.stringify({ architecture: 'amd64', os: 'linux', config: {}, rootfs });
  await registryRequests(endpoint, await registryToken(endpoint, ROOT_KEYS)).push(
    `us-east-1/${name}`,
    layer,
    config,
  );
  const { repositories = [] } = await ecr.describeRepositories({ repositoryNames: [name] });
  return `${repositories[0]?.repositoryUri}:latest`;
}

const tagsIn = async (): Promise<string[]> =>
  ((await ecr.listImages({ repositoryName: name })).imageIds ?? [])
    .map(({ imageTag = '' }) => imageTag)
    .sort();

it('a stack of the construct moves to the type in three deployments, and its repository and images stay', async () => {
  await step('none', repository(''));
  const old = await pushOldImage();
  expect(await step(old, repository(RETAINED))).toEqual({ Image: old });

  const { Image = '' } = await step(
    '!GetAtt Image.ImageUri',
    repository(RETAINED),
    builder('!Ref Repository'),
  );
  expect(Image).toMatch(new RegExp(`/${name}@sha256:`));
  const both = await tagsIn();
  expect(both).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), 'latest']);

  expect(await step('!GetAtt Image.ImageUri', builder(name))).toEqual({ Image });
  expect(await tagsIn()).toEqual(both);

  expect(await awsText('cloudformation', 'delete-stack', '--stack-name', stack)).toMatchObject({ code: 0 });
  await awsText('cloudformation', 'wait', 'stack-delete-complete', '--stack-name', stack);
  expect(await tagsIn()).toEqual(both);
  await ecr.deleteRepository({ repositoryName: name, force: true });
}, 120_000);
