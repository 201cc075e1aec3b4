import { PassThrough } from 'node:stream';
import { confirm } from '../../../cli/commands/confirm';

const terminal = () => ({
  input: Object.assign(new PassThrough(), { isTTY: true }),
  output: Object.assign(new PassThrough(), { isTTY: true }),
});

const session = (signal = new AbortController().signal) => ({
  display: { show: () => {}, close: () => {} },
  signal,
});

describe('a question', () => {
  it.each([
    ['y', true],
    ['yes', true],
    ['  YES ', true],
    ['n', false],
    ['no', false],
    ['', false],
    ['yesterday', false],
  ])('answered with "%s" is confirmed: %s', async (answer, confirmed) => {
    const { input, output } = terminal();
    input.write(`${answer}\n`);
    expect(await confirm('remove all of this?', {}, session(), { input, output })).toBe(confirmed);
    expect(String(output.read())).toBe('remove all of this? [y/N] ');
  });

  it('is not confirmed by the end of the input', async () => {
    const { input, output } = terminal();
    input.end();
    expect(await confirm('remove all of this?', {}, session(), { input, output })).toBe(false);
  });

  it('ends with the command', async () => {
    const controller = new AbortController();
    const asked = confirm('remove all of this?', {}, session(controller.signal), terminal());
    controller.abort(new Error('interrupted'));
    await expect(asked).rejects.toThrow();
  });

  it('is not asked with --yes', async () => {
    expect(await confirm('remove all of this?', { yes: true }, session())).toBe(true);
  });

  it.each([
    ['a script writes to its input', { isTTY: false }, { isTTY: true }, {}],
    ['its output is a file', { isTTY: true }, { isTTY: false }, {}],
    ['it prints JSON', { isTTY: true }, { isTTY: true }, { json: true }],
  ])('needs --yes where %s', async (_where, input, output, options) => {
    const streams = {
      input: Object.assign(new PassThrough(), input),
      output: Object.assign(new PassThrough(), output),
    };
    await expect(confirm('remove all of this?', options, session(), streams)).rejects.toMatchObject({
      exitCode: 2,
      message: 'nobody can be asked here: --yes confirms that this is what you want',
    });
  });
});
