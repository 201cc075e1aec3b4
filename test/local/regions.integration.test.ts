import { join } from 'node:path';
import { aws, awsText, dockerBuilder, folderOf, uniqueName } from '../support/tools';

const TYPE = 'TokenInjectable::Docker::Builder';
const OTHER = 'eu-central-1';

it('--local deploys to the Region of --region: its stacks, its builds, its registered types', async () => {
  const name = uniqueName('region');
  const template = {
    Resources: {
      Image: {
        Type: TYPE,
        Properties: {
          BuilderName: name,
          CacheDisabled: true,
          Source: { Inline: 'FROM scratch\nCOPY <<EOF /x\nx\nEOF\n' },
          Repository: { RemovalPolicy: 'DELETE' },
        },
      },
    },
    Outputs: {
      Region: { Value: { Ref: 'AWS::Region' } },
      Uri: { Value: { 'Fn::GetAtt': ['Image', 'ImageUri'] } },
    },
  };
  const folder = folderOf({ 'template.json': JSON.stringify(template) });
  const common = ['--stack-name', name, '--local', '--region', OTHER];
  const projects = async (region: string) =>
    (await aws<{ projects: string[] }>('codebuild', 'list-projects', '--region', region)).projects;
  const stackIn = (region: string) =>
    awsText('cloudformation', 'describe-stacks', '--stack-name', name, '--region', region);
  try {
    const file = join(folder.path, 'template.json');
    const { code, stdout } = await dockerBuilder('deploy', '--template-file', file, ...common);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^Region +eu-central-1$/m) });
    expect(stdout).toContain(`/${OTHER}/docker-builder/${name}/image@sha256:`);
    expect(await projects(OTHER)).toContain(`docker-builder-${name}`);
    expect(await projects('us-east-1')).not.toContain(`docker-builder-${name}`);
    expect((await stackIn(OTHER)).code).toBe(0);
    expect((await stackIn('us-east-1')).code).not.toBe(0);
    expect((await dockerBuilder('events', ...common)).stdout).toContain('CREATE_COMPLETE');
    expect(await dockerBuilder('delete', ...common)).toMatchObject({ code: 0 });
    expect(await projects(OTHER)).not.toContain(`docker-builder-${name}`);
  } finally {
    folder.remove();
  }
}, 60_000);

it('a type is registered in one Region, as on AWS', async () => {
  const describe = (region: string) =>
    awsText('cloudformation', 'describe-type', '--type', 'RESOURCE', '--type-name', TYPE, '--region', region);
  expect((await describe('us-east-1')).stdout).toContain(':us-east-1:');
  expect((await describe('sa-east-1')).stderr).toContain('TypeNotFoundException');
  const template = JSON.stringify({ Resources: { Image: { Type: TYPE } } });
  const create = ['create-stack', '--stack-name', uniqueName('region'), '--template-body', template];
  expect((await awsText('cloudformation', ...create, '--region', 'sa-east-1')).stderr).toContain(
    `Template format error: Unrecognized resource types: [${TYPE}]`,
  );
}, 60_000);
