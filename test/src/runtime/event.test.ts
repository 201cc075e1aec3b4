import { productionEventOf } from '../../../src/runtime/event';

const keys = { accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: 'token' };
const none = { accessKeyId: '', secretAccessKey: '', sessionToken: '' };

describe('a test event', () => {
  it('acts with its own credentials', () => {
    expect(productionEventOf({ credentials: keys, request: {} }).requestData?.callerCredentials).toEqual(
      keys,
    );
  });

  it.each([[none], [null], [undefined]])(
    "leaves credentials of %j to the environment, as `cfn init`'s events do",
    (credentials) => {
      const event = productionEventOf({ request: {}, ...(credentials === undefined ? {} : { credentials }) });
      expect(event.requestData?.callerCredentials).toBeUndefined();
    },
  );

  it("is for its own Region, or for the function's", () => {
    const { AWS_REGION } = process.env;
    process.env.AWS_REGION = 'eu-west-1';
    expect(productionEventOf({ request: {} }).region).toBe('eu-west-1');
    expect(productionEventOf({ region: 'eu-south-2', request: {} }).region).toBe('eu-south-2');
    if (AWS_REGION === undefined) delete process.env.AWS_REGION;
    else process.env.AWS_REGION = AWS_REGION;
  });
});
