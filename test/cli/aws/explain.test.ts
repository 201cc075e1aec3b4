import { explain } from '../../../cli/aws/explain';
import { badInput } from '../../../cli/exit-code';
import { serviceError } from '../../support/fake-stack';

const fileError = (code: string, more: object = {}) =>
  Object.assign(new Error(`${code}: refused, open 'f'`), { code, syscall: 'open', path: 'f', ...more });
const networkError = (code: string) =>
  Object.assign(new Error(`connect ${code}`), { code, syscall: 'connect' });
const named = (name: string, message: string) => Object.assign(new Error(message), { name });

describe('an error in the words of the user', () => {
  it.each([
    [fileError('EACCES'), 2, 'f: permission denied'],
    [fileError('ENOENT'), 2, 'f: no such file or folder'],
    [fileError('EISDIR', { path: undefined, syscall: 'read' }), 2, 'is a folder, not a file'],
    [fileError('EXYZ'), 2, "f: EXYZ: refused, open 'f'"],
    [fileError('ENOSPC', { syscall: 'write' }), 3, 'f: no space left on the device'],
    [fileError('EMFILE'), 3, 'f: too many open files'],
    [networkError('ECONNREFUSED'), 3, "can't reach the endpoint (ECONNREFUSED): connect ECONNREFUSED"],
    [
      new AggregateError([networkError('ECONNREFUSED')], ''),
      3,
      "can't reach the endpoint (ECONNREFUSED): connect ECONNREFUSED",
    ],
    [
      Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }),
      3,
      "can't reach the endpoint (ECONNRESET): read ECONNRESET",
    ],
    [named('TimeoutError', 'socket hang up'), 3, "can't reach the endpoint (TimeoutError): socket hang up"],
    [
      named('CredentialsProviderError', 'no provider\nworked'),
      3,
      'no AWS credentials: no provider; worked; log in (for example "aws sso login"), give --profile, or use --local',
    ],
    [
      new Error('Region is missing'),
      3,
      'no Region: give --region, set AWS_REGION, or set one in the profile',
    ],
    [serviceError('ValidationError', 'bad name'), 2, 'bad name'],
    [serviceError('InvalidParameterValue', 'bad value'), 2, 'bad value'],
    [serviceError('AccessDeniedException', 'codebuild:X'), 3, 'not permitted: codebuild:X'],
    [serviceError('Refused', 'no', 403), 3, 'not permitted: no'],
    [serviceError('InternalError', 'oops', 503), 3, 'the service answers with status 503: oops'],
    [serviceError('SomethingElse', 'two\nlines'), 1, 'two; lines'],
    [
      named('Error', 'x\n  Deserialization error: to see the raw response'),
      3,
      'the endpoint does not answer as AWS does: check AWS_ENDPOINT_URL and the network',
    ],
    [
      Object.assign(new Error('Parse Error'), { code: 'HPE_INVALID_CONSTANT' }),
      3,
      'the endpoint does not answer as AWS does: check AWS_ENDPOINT_URL and the network',
    ],
    [
      serviceError('Unknown', 'Unknown', 404),
      3,
      'the endpoint does not answer as AWS does (status 404): check AWS_ENDPOINT_URL and the network',
    ],
    [badInput('as it is'), 2, 'as it is'],
  ])('%s', (error, exitCode, message) => {
    expect(explain(error)).toMatchObject({ exitCode, message });
  });

  it.each([new TypeError("can't read x"), 'a string', undefined])(
    'that nobody expected (%s) is reported as a bug, in one line',
    (error) => {
      const { exitCode, message } = explain(error);
      expect(exitCode).toBe(70);
      expect(message).toMatch(/^bug in docker-builder: .*DOCKER_BUILDER_DEBUG=1/);
      expect(message).not.toContain('\n');
    },
  );
});
