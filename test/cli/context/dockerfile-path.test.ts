import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { followFile } from '../../../cli/context/dockerfile-path';
import { temporaryFolder } from '../../support/temporary-folder';

const context = temporaryFolder();

function link(path: string, target: string): void {
  mkdirSync(dirname(join(context.path, path)), { recursive: true });
  symlinkSync(target, join(context.path, path));
}

describe('a path in a context', () => {
  beforeEach(() => {
    mkdirSync(join(context.path, 'docker'));
    writeFileSync(join(context.path, 'docker/real'), '');
  });

  it.each<[string, [string, string][], string, string[]]>([
    ['a file', [], 'docker/real', ['docker/real']],
    ['nothing', [], 'none', ['none']],
    ['a link', [['a', 'docker/real']], 'a', ['a', 'docker/real']],
    [
      'a chain',
      [
        ['a', 'b'],
        ['b', './docker/real'],
      ],
      'a',
      ['a', 'b', 'docker/real'],
    ],
    [
      'a link through a linked folder',
      [
        ['a', 'f/real'],
        ['f', 'docker'],
      ],
      'a',
      ['a', 'f', 'docker/real'],
    ],
    ['a file in a linked folder', [['f', 'docker']], 'f/real', ['f', 'docker/real']],
    [
      'a file in a folder linked upwards',
      [['docker/up', '..']],
      'docker/up/docker/real',
      ['docker/up', 'docker/real'],
    ],
    [
      'a link to the root, which is the folder of the Dockerfile',
      [['a', '/docker/real']],
      'a',
      ['a', 'docker/real'],
    ],
    ['a link above that folder, which ends at it', [['a', '../../docker/real']], 'a', ['a', 'docker/real']],
    ['the same below the root', [['docker/a', '../real']], 'docker/a', ['docker/a', 'docker/real']],
    ['a link that leads nowhere', [['a', 'none/b']], 'a', ['a', 'none/b']],
  ])('that is %s', (_, links, path, paths) => {
    for (const [from, to] of links) link(from, to);
    expect(followFile(context.path, path)).toEqual({ paths });
  });

  it.each<[string, [string, string][], string, string]>([
    [
      'a circle',
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
      'a',
      'is a link that leads back to itself',
    ],
    ['a folder linked to itself', [['f', 'f']], 'f/real', 'leads out of the build context'],
    ['a folder linked outside', [['f', '../..']], 'f/real', 'leads out of the build context'],
    ['a folder linked to the root', [['f', '/etc']], 'f/passwd', 'leads out of the build context'],
  ])('can not be followed in %s', (_, links, path, problem) => {
    for (const [from, to] of links) link(from, to);
    expect(followFile(context.path, path)).toEqual({ problem });
  });
});
