import { attempt, must, present } from '../../../src/aws/call';
import { ServiceError } from '../../../src/ports/service-error';

const failing = (error: object) => async () => {
  throw Object.assign(new Error('no'), error);
};

describe('a call', () => {
  it('answers undefined for the codes that mean "there is none"', async () => {
    expect(
      await attempt('ecr:X', failing({ name: 'NotFoundException' }), ['NotFoundException']),
    ).toBeUndefined();
  });

  it.each([
    [{ name: 'AccessDeniedException' }, 'denied'],
    [{ name: 'ExpiredTokenException' }, 'credentials'],
    [{ name: 'ThrottlingException' }, 'throttled'],
    [{ name: 'X', $metadata: { httpStatusCode: 429 } }, 'throttled'],
    [{ name: 'AccountLimitExceededException' }, 'limit'],
    [{ name: 'OperationAborted' }, 'conflict'],
    [{ name: 'InvalidInputException' }, 'input'],
    [{ name: 'X', $metadata: { httpStatusCode: 503 } }, 'server'],
    [{ name: 'X', $metadata: { httpStatusCode: 403 } }, 'denied'],
    [{ code: 'ECONNRESET' }, 'network'],
    [{ name: 'X' }, 'other'],
  ])('that throws %j fails as %s, with its own name', async (error, kind) => {
    const thrown = await must('ecr:CreateRepository', failing(error)).catch((caught) => caught);
    expect(thrown).toBeInstanceOf(ServiceError);
    expect(thrown).toMatchObject({ call: 'ecr:CreateRepository', kind, message: 'no' });
  });
});

it('an answer that lacks what it always has is an error that names it', () => {
  expect(present('ecr:X', 'repositoryArn', 'arn')).toBe('arn');
  expect(() => present('ecr:X', 'repositoryArn', undefined)).toThrow('the answer lacks repositoryArn');
});
