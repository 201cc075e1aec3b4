import { objectUrl } from '../../cli/artifacts/upload';
import { Connection } from '../../cli/aws/connection';

const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };

it.each([
  [{ region: 'eu-west-1' }, 'https://my-bucket.s3.eu-west-1.amazonaws.com/k.template'],
  [{ region: 'cn-north-1' }, 'https://my-bucket.s3.cn-north-1.amazonaws.com.cn/k.template'],
  [{ region: 'us-east-1', endpoint: 'http://127.0.0.1:4566' }, 'http://127.0.0.1:4566/my-bucket/k.template'],
])('an object of %j is found at %s', async (options, url) => {
  expect(await objectUrl(new Connection({ ...options, credentials }), 'my-bucket', 'k.template')).toBe(url);
});
