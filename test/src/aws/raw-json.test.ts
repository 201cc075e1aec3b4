import { Readable } from 'node:stream';
import { DescribeRegistryCommand, ECRClient, PutReplicationConfigurationCommand } from '@aws-sdk/client-ecr';
import { captureBody, replaceBody } from '../../../src/aws/raw-json';

interface Sent {
  body: string;
  headers: Record<string, string>;
}

/** The SDK's client with a service behind it that gives one answer. */
function clientFor(statusCode: number, answer: string | Uint8Array | Readable) {
  const sent: Sent[] = [];
  const client = new ECRClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    requestHandler: {
      handle: async (request: Sent) => {
        sent.push(request);
        return { response: { statusCode, headers: {}, body: answer } };
      },
    },
  });
  return { client, sent };
}

const rules = [{ destinations: [], deleteReplication: true, invented: { a: [1, 'ä'] } }];
const body = JSON.stringify({ replicationConfiguration: { rules, more: 1 } });

it.each([
  ['bytes', () => Buffer.from(body)],
  ['a stream', () => Readable.from([Buffer.from(body.slice(0, 20)), Buffer.from(body.slice(20))])],
])('an answer of %s is captured with every member, and the SDK still reads it', async (_what, answer) => {
  const { client } = clientFor(200, answer());
  const command = new DescribeRegistryCommand({});
  const captured = captureBody(command);
  const { replicationConfiguration } = await client.send(command);
  expect(captured()).toBe(body);
  expect(replicationConfiguration?.rules).toEqual([{ destinations: [] }]);
});

it('an error is thrown by its name and message, and is not captured', async () => {
  const { client } = clientFor(400, Buffer.from('{"__type":"ValidationException","message":"no"}'));
  const command = new DescribeRegistryCommand({});
  const captured = captureBody(command);
  await expect(client.send(command)).rejects.toMatchObject({ name: 'ValidationException', message: 'no' });
  expect(captured()).toBe('{}');
});

it('a request is sent with the text as it is, its length and a signature over it', async () => {
  const { client, sent } = clientFor(200, Buffer.from('{}'));
  const command = new PutReplicationConfigurationCommand({ replicationConfiguration: { rules: [] } });
  replaceBody(command, body);
  await client.send(command);
  expect(sent[0]?.body).toBe(body);
  expect(sent[0]?.headers).toMatchObject({
    'content-length': String(Buffer.byteLength(body)),
    authorization: expect.stringContaining('content-length'),
  });
});
