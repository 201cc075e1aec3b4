import {
  Action,
  BaseResource,
  HandlerErrorCode,
  OperationStatus,
  ProgressEvent,
} from '@amazon-web-services-cloudformation/cloudformation-cli-typescript-lib';
import AWS from 'aws-sdk/global';
import { ResourceModel } from '../official-models';
import { ACCOUNT, createAnswer, credentials, type Invoke, LINE, REGION, stackId, TYPE } from './scenario';

// SDK v2 knows no AWS_ENDPOINT_URL.
const anywhere: object = { endpoint: process.env.AWS_ENDPOINT_URL };
AWS.config.update({ s3ForcePathStyle: true, ...anywhere });

function resource(): BaseResource<ResourceModel> {
  const made = new (class extends BaseResource<ResourceModel> {})(TYPE, ResourceModel);
  made.addHandler(Action.Create, async (_session, request) => {
    const answer = await createAnswer(JSON.parse(JSON.stringify(request.desiredResourceState)));
    if (answer.status === 'FAILED')
      return ProgressEvent.failed(HandlerErrorCode.InternalFailure, answer.message ?? '');
    return ProgressEvent.builder<ProgressEvent<ResourceModel>>()
      .status(answer.status === 'SUCCESS' ? OperationStatus.Success : OperationStatus.InProgress)
      .resourceModel(ResourceModel.deserialize({ ...answer.resourceModel }))
      .build();
  });
  made.addHandler(Action.Read, async (_session, _request, _context, logger) => {
    logger.log(LINE);
    return ProgressEvent.success(new ResourceModel());
  });
  return made;
}

// One instance serves all invocations, as a module's does in Lambda.
const only = resource();

export const invoke: Invoke = async (action, properties, logGroup) => {
  const event = {
    action,
    awsAccountId: ACCOUNT,
    region: REGION,
    bearerToken: 'bench',
    stackId,
    responseEndpoint: null,
    resourceType: TYPE,
    resourceTypeVersion: '1',
    requestData: {
      resourceProperties: properties,
      logicalResourceId: 'Bench',
      callerCredentials: credentials,
      ...(logGroup === undefined ? {} : { providerCredentials: credentials, providerLogGroupName: logGroup }),
    },
  };
  const context = { awsRequestId: '1', functionVersion: '1' } as Parameters<typeof only.entrypoint>[1];
  return (await only.entrypoint(event, context)).status;
};
