import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { uploadTemplate } from '../../../cli/artifacts/template-object';
import { Connection } from '../../../cli/aws/connection';

it('puts a long template under the same prefix as the build contexts', async () => {
  const mock = mockClient(S3Client);
  mock.on(PutObjectCommand).resolves({});
  const connection = new Connection({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  const url = await uploadTemplate(connection, { name: 'bucket' }, 'team/a', 'Resources: {}');
  const input = mock.commandCalls(PutObjectCommand)[0]?.args[0].input;
  expect(input?.Key).toMatch(/^team\/a\/[0-9a-f]{64}\.template$/);
  expect(url).toBe(`https://bucket.s3.eu-west-1.amazonaws.com/${input?.Key}`);
});
