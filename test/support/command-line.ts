import { runProgram } from '../../cli/program';

/** Runs the command in this process; mocked clients answer its calls. */
export async function commandLine(
  ...words: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const [stdout, stderr]: string[][] = [[], []];
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean(stdout?.push(String(text)))),
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean(stderr?.push(String(text)))),
  ];
  try {
    const code = await runProgram(words);
    return { code, stdout: (stdout ?? []).join(''), stderr: (stderr ?? []).join('') };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** The result record: the last line of what a command wrote with `--json`. */
export const resultOf = (stdout: string): Record<string, unknown> =>
  JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');

/** Settings for calls that never leave the process; the address makes it an endpoint that may be asked often. */
export const awsEnvironment = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};
