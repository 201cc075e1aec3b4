import { objectUrl } from '../../../cli/artifacts/object-url';
import { Connection } from '../../../cli/aws/connection';

const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };

it.each([
  [{ region: 'eu-west-1' }, 'k.template', 'https://my-bucket.s3.eu-west-1.amazonaws.com/k.template'],
  [{ region: 'cn-north-1' }, 'k.template', 'https://my-bucket.s3.cn-north-1.amazonaws.com.cn/k.template'],
  [
    { region: 'us-east-1' },
    'my team/ü.template',
    'https://my-bucket.s3.us-east-1.amazonaws.com/my%20team/%C3%BC.template',
  ],
  [
    { region: 'us-east-1', endpoint: 'http://127.0.0.1:4566' },
    'k.template',
    'http://127.0.0.1:4566/my-bucket/k.template',
  ],
])('with %j, the object %s is at %s', async (options, key, url) => {
  expect(await objectUrl(new Connection({ ...options, credentials }), 'my-bucket', key)).toBe(url);
});
