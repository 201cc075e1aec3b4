import { generatedName } from '../plan/names';
import { begin } from './begin';
import { failed } from './progress-event';
import type { Verb } from './run';

export const create: Verb = async (request, run) => {
  const given = request.desiredResourceState;
  if (given === undefined)
    return failed({ code: 'InvalidRequest', message: 'the request has no properties' }, undefined);
  const owner = {
    stackId: request.stackId,
    logicalId: request.logicalResourceIdentifier,
    token: request.clientRequestToken,
  };
  const BuilderName = given.BuilderName ?? generatedName(owner.stackId, owner.logicalId, owner.token);
  return begin(
    { model: { ...given, BuilderName }, owner, record: undefined, refused: undefined },
    request,
    run,
  );
};
