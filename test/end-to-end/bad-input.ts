import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { deploy, template } from '../support/builder-template';
import { SOURCE_BUCKET } from '../support/source-bucket';
import { aws, eventsOf, folderOf, leftovers, uniqueName } from '../support/tools';

const bucket = SOURCE_BUCKET;
const cases: [name: string, properties: string, message: RegExp][] = [
  [
    'a missing object',
    `Source: { S3Bucket: ${bucket}, S3Key: missing.zip }`,
    /Source: s3:\/\/.*missing\.zip can't be read .*the object may be missing/,
  ],
  [
    'an object that is not a zip',
    `Source: { S3Bucket: ${bucket}, S3Key: not-a-zip }`,
    /is not a zip archive/,
  ],
  [
    'a zip without the Dockerfile',
    `Dockerfile: Dockerfile.prod\nSource: { S3Bucket: ${bucket}, S3Key: context.zip }`,
    /Dockerfile: "Dockerfile\.prod" is not in .*the Dockerfiles in it: Dockerfile, docker\/Dockerfile\.dev/,
  ],
  [
    'an argument name',
    `Source: { Inline: "FROM scratch" }\nBuildArgs: { "1st": x }`,
    /BuildArgs.*1st.*not permitted/,
  ],
  [
    'an argument value',
    `Source: { Inline: "FROM scratch" }\nBuildArgs: { A: ${'x'.repeat(4097)} }`,
    /BuildArgs\/A.*maxLength.*4096/,
  ],
  [
    'an unknown platform',
    `Source: { Inline: "FROM scratch" }\nPlatforms: [linux/s390x]`,
    /Platforms.*not a valid enum value/,
  ],
  [
    'an unknown property',
    `Source: { Inline: "FROM scratch" }\nDockerFile: x`,
    /extraneous key \[DockerFile\] is not permitted/,
  ],
];

/** The tests of inputs that are refused before anything is created. */
export function badInput(choose: (name: string) => boolean): void {
  beforeAll(async () => {
    const folder = folderOf({ 'not-a-zip': 'plain text', Dockerfile: 'FROM scratch\n' });
    const zip = new ZipFile();
    zip.addBuffer(Buffer.from('FROM scratch\n'), 'Dockerfile');
    zip.addBuffer(Buffer.from('FROM scratch\n'), 'docker/Dockerfile.dev');
    zip.end();
    writeFileSync(join(folder.path, 'context.zip'), await buffer(zip.outputStream as NodeJS.ReadableStream));
    for (const key of ['not-a-zip', 'context.zip']) {
      await aws('s3api', 'put-object', '--bucket', bucket, '--key', key, '--body', join(folder.path, key));
    }
    folder.remove();
  });

  it.each(cases.filter(([name]) => choose(name)))(
    '%s',
    async (_name, properties, message) => {
      const builder = uniqueName('bad');
      const folder = folderOf({ 't.yaml': template(builder, properties) });
      expect((await deploy(join(folder.path, 't.yaml'), builder)).code).not.toBe(0);
      const failure = (await eventsOf(builder)).find(
        ({ ResourceStatus, LogicalResourceId }) =>
          ResourceStatus === 'CREATE_FAILED' && LogicalResourceId === 'Image',
      );
      expect(failure?.ResourceStatusReason).toMatch(message);
      expect(await leftovers(builder)).toEqual([]);
      folder.remove();
    },
    60_000,
  );
}
