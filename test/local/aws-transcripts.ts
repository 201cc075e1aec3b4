import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { roleForAnyBuild } from '../support/any-build';
import { awsText, folderOf, uniqueName } from '../support/tools';
import { LOCAL_PATIENCE, play, REMOTE_PATIENCE } from './aws-session';

const folder = join(__dirname, 'aws-session');
/** The transcripts, each of one subject. */
export const scripts = readdirSync(folder).sort();
export const textOf = (file: string): string => readFileSync(join(folder, file), 'utf8');
const remote = process.env.AWS_SESSION_REMOTE === '1';
const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? 'us-east-1';

/** The account that the transcripts are played in. */
async function readAccount(): Promise<string> {
  const { stdout, stderr } = await awsText(
    'sts',
    'get-caller-identity',
    '--query',
    'Account',
    '--output',
    'text',
  );
  if (!/^\d{12}$/.test(stdout.trim())) throw new Error(`no account: ${stderr}`);
  return stdout.trim();
}

const builder = (name: string, more: object = {}) =>
  JSON.stringify({
    Resources: {
      Image: {
        Type: 'TokenInjectable::Docker::Builder',
        ...more,
        Properties: {
          BuilderName: name,
          PollIntervalSeconds: 1,
          Source: { Inline: 'FROM scratch\nCOPY <<EOF /x\nx\nEOF\n' },
          Repository: { RemovalPolicy: 'DELETE' },
        },
      },
    },
    Outputs: { Tag: { Value: { 'Fn::GetAtt': ['Image', 'ImageTag'] } } },
  });

/** The real aws command against the endpoint, with the answers that AWS gives. */
export function playTranscripts(files: string[]): void {
  // Side by side: most of the time passes in the command.
  it.concurrent.each(files)(
    'the aws command, %s',
    async (file) => {
      const unique = uniqueName('script');
      const inputs = folderOf({
        'builder.json': builder(unique),
        'kept.json': builder(`${unique}-kept`, { UpdateReplacePolicy: 'Retain', DeletionPolicy: 'Retain' }),
        'replaced.json': builder(`${unique}-new`, { UpdateReplacePolicy: 'Delete' }),
        'queue.json': JSON.stringify({
          Parameters: { Delay: { Type: 'String', Default: '0' } },
          Resources: {
            Queue: {
              Type: 'AWS::SQS::Queue',
              Properties: { QueueName: unique, DelaySeconds: { Ref: 'Delay' } },
            },
          },
          Outputs: { Name: { Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] } } },
        }),
        'desired.json': JSON.stringify({
          BuilderName: unique,
          PollIntervalSeconds: 1,
          CacheDisabled: true,
          Source: { Inline: 'FROM scratch\nARG A\nCOPY <<EOF /x\n$A\nEOF\n' },
          BuildArgs: { A: '1' },
          Tags: [{ Key: 'k', Value: 'u' }],
          Repository: { RemovalPolicy: 'DELETE' },
        }),
        'one.txt': 'version one\n',
        'two.txt': 'version two\n',
        'manifest.json':
          '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2}]}',
        'no-layers.json':
          '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},"layers":[]}',
        'policy.json':
          '{"rules":[{"rulePriority":1,"selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":"days","countNumber":3},"action":{"type":"expire"}}]}',
      });
      const account = await readAccount();
      const role = remote
        ? `arn:aws:iam::${account}:role/docker-builder/docker-builder-build-${region}`
        : await roleForAnyBuild(process.env.AWS_ENDPOINT_URL as string);
      const variables = { unique, folder: inputs.path, account, region, role };
      try {
        const patience = remote ? REMOTE_PATIENCE : LOCAL_PATIENCE;
        expect(await play(textOf(file), variables, awsText, patience)).toBeGreaterThanOrEqual(8);
      } finally {
        inputs.remove();
      }
    },
    remote ? 60 * 60_000 : 180_000,
  );
}
