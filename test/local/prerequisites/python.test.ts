import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  createPythonEnvironment,
  findPython,
  missingPythonEnvironment,
} from '../../../local/prerequisites/python';
import { type Folder, folderOf } from '../../support/folder';

const path = process.env.PATH;
let folder: Folder;
afterEach(() => {
  process.env.PATH = path;
  folder.remove();
});

/** Puts a Python first on PATH that answers each script as instructed; it records every call. */
function putPythonOnPath(answers: { version: number; venv: number }): void {
  folder = folderOf({
    python3: `#!/bin/sh\necho "$@" >>"$(dirname "$0")/calls"\ncase "$*" in\n*version_info*) exit ${answers.version} ;;\n*ensurepip*) exit ${answers.venv} ;;\nesac\nexit 9\n`,
  });
  chmodSync(join(folder.path, 'python3'), 0o755);
  process.env.PATH = folder.path;
}

it('takes the first Python that is new enough', () => {
  putPythonOnPath({ version: 0, venv: 0 });
  expect(findPython()).toBe(join(folder.path, 'python3'));
  putPythonOnPath({ version: 1, venv: 0 });
  expect(findPython()).not.toBe(join(folder.path, 'python3'));
});

it('never installs a system package, but names the missing one', async () => {
  putPythonOnPath({ version: 0, venv: 1 });
  const environment = { folder: join(folder.path, 'venv'), install: ['x'], content: 'x' };
  await expect(createPythonEnvironment(environment)).rejects.toThrow('apt-get install python3-venv');
  expect(existsSync(environment.folder)).toBe(false);
});

it('is missing until it was created from the same content', () => {
  folder = folderOf({
    '.setup-stamp': '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881',
  });
  const environment = { folder: folder.path, install: [] };
  expect(missingPythonEnvironment({ ...environment, content: 'x' })).toBeUndefined();
  expect(missingPythonEnvironment({ ...environment, content: 'y' })).toContain(folder.path);
});
