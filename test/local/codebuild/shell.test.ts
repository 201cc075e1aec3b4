import { runCommand, type ShellState } from '../../../local/codebuild/shell';
import { type Folder, folderOf } from '../../support/folder';

let scratch: Folder;
let state: ShellState;
beforeEach(() => {
  scratch = folderOf({ 'sub/file': '' });
  state = { env: { PATH: process.env.PATH ?? '' }, folder: scratch.path };
});
afterEach(() => scratch.remove());

async function run(command: string, signal = new AbortController().signal) {
  const parts: string[] = [];
  const code = await runCommand(command, state, {
    shell: 'sh',
    scratch: scratch.path,
    output: (text) => parts.push(text),
    signal,
  });
  return { code, parts, text: parts.join('') };
}

it('passes exported variables and the folder on, with any value, and nothing else', async () => {
  const value = `a'b"c\n$d = \u00e4\u{1f433}`;
  state.env.GIVEN = value;
  await run('export KEPT="$GIVEN"; LOST=1; unset PLAIN; cd sub');
  const { GIVEN, KEPT, ...others } = state.env;
  expect([GIVEN, KEPT]).toEqual([value, value]);
  expect(Object.keys(others)).toEqual(['PATH']);
  expect(state.folder).toBe(`${scratch.path}/sub`);
  expect((await run('echo "$KEPT"; pwd; echo "[$LOST]"')).text).toBe(`${value}\n${scratch.path}/sub\n[]\n`);
});

it('goes on when a command has removed the folder that it was in', async () => {
  await run('mkdir gone; cd gone; rmdir ../gone');
  expect(await run('echo on')).toMatchObject({ code: 0, text: 'on\n' });
});

it('keeps the state of a command that fails, and its exit code', async () => {
  expect((await run('export A=1; cd sub; exit 7')).code).toBe(7);
  expect(state).toMatchObject({ env: { A: '1' }, folder: `${scratch.path}/sub` });
  expect((await run('no-such-command')).code).toBe(127);
  expect((await run('kill -9 $$')).code).toBe(137);
  expect(state.env.A).toBe('1');
});

it('keeps a character whole whose bytes arrive one by one, on both streams', async () => {
  const bytes = 'for byte in 303 244 342 202 254 360 237 220 263; do printf "\\\\$byte"; sleep 0.02; done';
  const { parts } = await run(`(${bytes}); (${bytes}) >&2`);
  expect(parts.join('')).toBe('\u00e4\u20ac\u{1f433}'.repeat(2));
  for (const part of parts) expect(part).not.toContain('\ufffd');
});

it('shows bytes that are not UTF-8 as such, also at the end', async () => {
  expect((await run("printf 'a\\303'")).text).toBe('a\ufffd');
});

it('ends a command with everything it started', async () => {
  const stop = new AbortController();
  const ended = run('sleep 31558 & sleep 31558', stop.signal);
  setTimeout(() => stop.abort(), 50);
  expect((await ended).code).toBe(137);
  expect((await run('true', AbortSignal.abort())).code).toBe(137);
});

it('does not wait for a background process that keeps the output open', async () => {
  expect((await run('(sleep 0.3; echo late) & echo done')).text).toBe('done\n');
});

it('reports a shell that does not exist', async () => {
  const path = process.env.PATH;
  process.env.PATH = state.env.PATH = '/no/such/folder';
  const { code, text } = await run('true').finally(() => {
    process.env.PATH = path;
  });
  expect(code).toBe(127);
  expect(text).toContain('ENOENT');
});
