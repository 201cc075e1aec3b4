import { join } from 'node:path';
import { root, run } from '../support/tools';

/** Loads the plug-in after a change of MiniStack, as the engine does when it starts. */
const load = (change: string) =>
  run(join(root, '.venv/bin/python'), [
    '-c',
    `import sys\nsys.path.insert(0, sys.argv[1])\n${change}\nfrom ministack_plugin import main\nmain.install()`,
    join(root, 'local'),
  ]);

it('loads with the MiniStack that is installed', async () => {
  expect(await load('')).toMatchObject({ code: 0 });
});

it.each([
  [
    'a function that a patch replaces',
    'from ministack.services import ecr\ndel ecr._repo_uri',
    "ecr.repository_uris needs: module 'ministack.services.ecr' has no attribute '_repo_uri'",
  ],
  [
    'a function that a patch calls',
    'from ministack.services.cloudformation import helpers\ndel helpers._p',
    "cannot import name '_p'",
  ],
])('says what MiniStack lacks: %s', async (_name, change, reason) => {
  const { code, stderr } = await load(change);
  expect(code).toBe(1);
  expect(stderr.trim().split('\n').at(-1)).toContain(reason);
});

it('says which MiniStack it needs', async () => {
  const { code, stderr } = await load(
    'import importlib.metadata as metadata\nmetadata.version = lambda name: "1.0.0"',
  );
  expect(code).toBe(1);
  expect(stderr.trim()).toBe('the local engine needs ministack 1.5.33, found 1.0.0: run the set-up again');
});
