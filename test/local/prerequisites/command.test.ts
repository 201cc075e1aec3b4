import { delimiter, join } from 'node:path';
import { MissingPrerequisite, onPath, run, succeeds } from '../../../local/prerequisites/command';
import { folderOf } from '../../support/folder';

const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});

it('finds every command of a name, in the order of PATH', () => {
  const folder = folderOf({ 'a/some-command': '', 'b/some-command': '', 'c/other': '' });
  const names = ['b', 'a', 'b', 'c', 'missing'].map((name) => join(folder.path, name));
  process.env.PATH = ['', ...names].join(delimiter);
  expect(onPath('some-command')).toEqual([
    join(folder.path, 'b/some-command'),
    join(folder.path, 'a/some-command'),
  ]);
  expect(onPath('no-such-command-anywhere')).toEqual([]);
  folder.remove();
});

it('knows whether a command succeeds, also when it does not exist', () => {
  expect(succeeds(process.execPath, ['-e', ''])).toBe(true);
  expect(succeeds(process.execPath, ['-e', 'process.exit(3)'])).toBe(false);
  expect(succeeds('/no/such/command', [])).toBe(false);
});

it('shows the output of a command that fails, with its exit code', async () => {
  const script = 'console.log("seen"); console.error("as well"); process.exit(4)';
  const failing = run(process.execPath, ['-e', script]);
  await expect(failing).rejects.toThrow(/exit code 4:\n(?=.*seen)(?=.*as well)/s);
  await expect(failing).rejects.toBeInstanceOf(MissingPrerequisite);
  await expect(run('/no/such/command', [])).rejects.toThrow('/no/such/command could not be started');
  await expect(run(process.execPath, ['-e', ''])).resolves.toBeUndefined();
});
