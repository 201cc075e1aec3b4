// A CDK app as a user writes it today, without any construct of ours: the type through CfnResource, its build context
// as an asset, and a build argument that CloudFormation knows only while it deploys.
import { join } from 'node:path';
import { App, CfnOutput, CfnResource, Stack, Token } from 'aws-cdk-lib';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';

const app = new App();
const name = app.node.getContext('name') as string;
const stack = new Stack(app, name, { env: { account: '000000000000', region: 'us-east-1' } });
const api = new RestApi(stack, 'Api');
api.root.addMethod('GET');
const context = new Asset(stack, 'Context', { path: join(__dirname, 'context') });
const image = new CfnResource(stack, 'Image', {
  type: 'TokenInjectable::Docker::Builder',
  properties: {
    BuilderName: name,
    Source: { S3Bucket: context.s3BucketName, S3Key: context.s3ObjectKey },
    BuildArgs: { API_URL: api.url, STAGE: app.node.tryGetContext('stage') ?? 'test' },
    Repository: { RemovalPolicy: 'DELETE' },
    PollIntervalSeconds: 1,
  },
});
new CfnOutput(stack, 'ApiUrl', { value: api.url });
new CfnOutput(stack, 'ImageUri', { value: Token.asString(image.getAtt('ImageUri')) });
