import { ExitCode } from '../../cli/exit-code';
import { help, parseOptions } from '../../tools/e2e/options';

const aws = ['--aws', '--bucket', 'my-bucket'];
const parsed = (words: string[], env: NodeJS.ProcessEnv = {}) => parseOptions(words, env);

const failureOf = (words: string[], env: NodeJS.ProcessEnv = {}): unknown => {
  try {
    return parsed(words, env);
  } catch (error) {
    return error;
  }
};

describe('the options of npm run e2e', () => {
  it('run locally by default, and on AWS on request', () => {
    expect(parsed([])).toEqual({ help: false, aws: false });
    expect(parsed([...aws, '--region', 'eu-west-1', '--yes'])).toEqual({
      help: false,
      aws: true,
      bucket: 'my-bucket',
      region: 'eu-west-1',
      yes: true,
    });
    expect(parsed(['--help', '--aws'])).toEqual({ help: true });
  });

  it('take the Region of the environment, and ask unless told not to', () => {
    expect(parsed(aws, { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-east-1' })).toMatchObject({
      region: 'eu-west-1',
      yes: false,
    });
    expect(parsed(aws, { AWS_REGION: '', AWS_DEFAULT_REGION: 'us-east-1' })).toMatchObject({
      region: 'us-east-1',
    });
  });

  it.each([
    [['--aws'], {}, ExitCode.badInput, '--bucket'],
    [['--aws', '--bucket'], {}, ExitCode.badInput, '--bucket'],
    [['--aws', '--bucket', 'Not A Bucket'], {}, ExitCode.badInput, '--bucket "Not A Bucket"'],
    [['--aws', '--bucket', 's3://x/'], {}, ExitCode.badInput, '--bucket "s3://x/"'],
    [[...aws, '--region', 'Ireland'], {}, ExitCode.badInput, '--region "Ireland"'],
    [aws, {}, ExitCode.notReady, 'no Region'],
    [aws, { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }, ExitCode.badInput, 'AWS_ENDPOINT_URL'],
    [['--bucket', 'my-bucket'], {}, ExitCode.badInput, '--bucket is for AWS: add --aws'],
    [['--yes'], {}, ExitCode.badInput, '--yes is for AWS'],
    [['--awz'], {}, ExitCode.badInput, '--awz'],
    [['somewhere'], {}, ExitCode.badInput, 'somewhere'],
  ] as [string[], NodeJS.ProcessEnv, number, string][])(
    '%j with %j end with exit code %i',
    (words, env, exitCode, message) => {
      const failure = failureOf(words, env);
      expect(failure).toMatchObject({ exitCode, message: expect.stringContaining(message) });
      expect((failure as Error).message).not.toContain('\n');
    },
  );

  it('are all in the help', () => {
    for (const option of ['--aws', '--bucket', '--region', '--yes', '--help']) expect(help).toContain(option);
  });
});
