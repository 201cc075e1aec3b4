import { callsUntil, present } from '../../../src/aws/call';
import { ServiceError } from '../../../src/ports/service-error';

const { attempt, must } = callsUntil(undefined);
const failing = (error: object) => async () => {
  throw Object.assign(new Error('no'), error);
};

describe('a call', () => {
  it('answers undefined for the codes that mean "there is none"', async () => {
    const act = failing({ name: 'NotFoundException' });
    expect(await attempt('ecr:X', act, ['NotFoundException'])).toBeUndefined();
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
    const thrown: unknown = await must('ecr:CreateRepository', failing(error)).catch((caught) => caught);
    expect(thrown).toBeInstanceOf(ServiceError);
    expect(thrown).toMatchObject({ call: 'ecr:CreateRepository', kind, message: 'no' });
  });
});

describe('the end of the invocation', () => {
  const never = () => new Promise<never>(() => {});

  it('ends a call that is not answered', async () => {
    const end = new AbortController();
    const call = callsUntil(end.signal).must('ecr:X', never);
    end.abort();
    await expect(call).rejects.toMatchObject({ call: 'ecr:X', kind: 'time' });
  });

  it('is passed on, so that the connection is closed too', async () => {
    const end = new AbortController();
    const act = ({ abortSignal }: { abortSignal?: AbortSignal }) => Promise.resolve(abortSignal);
    expect(await callsUntil(end.signal).must('ecr:X', act)).toBe(end.signal);
  });

  it('lets no further call begin', async () => {
    const act = jest.fn(async () => 'answer');
    const calls = callsUntil(AbortSignal.abort());
    await expect(calls.attempt('ecr:X', act, [])).rejects.toMatchObject({ kind: 'time' });
    expect(act).not.toHaveBeenCalled();
  });

  it('does nothing to a call that was answered before', async () => {
    const end = new AbortController();
    const calls = callsUntil(end.signal);
    expect(await calls.must('ecr:X', async () => 'answer')).toBe('answer');
    expect(await calls.attempt('ecr:X', failing({ name: 'Gone' }), ['Gone'])).toBeUndefined();
    end.abort();
  });
});

it('an answer that lacks what it always has is an error that names it', () => {
  expect(present('ecr:X', 'repositoryArn', 'arn')).toBe('arn');
  expect(() => present('ecr:X', 'repositoryArn', undefined)).toThrow('the answer lacks repositoryArn');
});
