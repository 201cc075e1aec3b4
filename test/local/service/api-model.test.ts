import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { serviceModel, shapeChecks } from '../../../local/service/api-model';
import { folderOf } from '../../support/folder';

const model = {
  operations: {
    Put: { input: { shape: 'PutInput' }, output: { shape: 'PutOutput' } },
    Ping: {},
  },
  shapes: {
    PutInput: {
      type: 'structure',
      required: ['name'],
      members: {
        name: { shape: 'Name' },
        count: { shape: 'Count' },
        tags: { shape: 'Tags' },
        map: { shape: 'Map' },
        on: { shape: 'On' },
        kind: { shape: 'Kind' },
        blob: { shape: 'Blob' },
      },
    },
    PutOutput: { type: 'structure', members: { name: { shape: 'Name' } } },
    Name: { type: 'string', min: 2, max: 4, pattern: '[a-z]+' },
    Count: { type: 'integer', min: 1, max: 3 },
    Tags: { type: 'list', member: { shape: 'Name' }, max: 2 },
    Map: { type: 'map', key: { shape: 'Name' }, value: { shape: 'Count' } },
    On: { type: 'boolean' },
    Kind: { type: 'string', enum: ['A', 'B'] },
    Blob: { type: 'blob' },
  },
};
const checks = shapeChecks(model);

it.each<[object, string]>([
  [{}, 'name'],
  [{ name: 'a' }, 'Invalid name'],
  [{ name: 'abcde' }, 'Invalid name'],
  [{ name: 'AB' }, 'Invalid name'],
  [{ name: 'ab', count: 0 }, 'Invalid count'],
  [{ name: 'ab', count: 1.5 }, 'Invalid count'],
  [{ name: 'ab', tags: ['ab', 'cd', 'ef'] }, 'Invalid tags'],
  [{ name: 'ab', tags: ['ab', 7] }, 'Invalid tags.1'],
  [{ name: 'ab', map: { x: 9 } }, 'Invalid map.x'],
  [{ name: 'ab', on: 'true' }, 'Invalid on'],
  [{ name: 'ab', kind: 'C' }, 'Invalid kind'],
  [{ name: 'ab', other: 1 }, 'Unknown parameter in the request: "other"'],
])('refuses %j', (input, message) => {
  expect(checks.input('Put')(input)).toContain(message);
});

it('accepts what the model allows, and anything where it has no shape', () => {
  const input = { name: 'ab', count: 3, tags: ['ab'], map: { x: 1 }, on: true, kind: 'A', blob: 'eA==' };
  expect(checks.input('Put')(input)).toBeUndefined();
  expect(checks.output('Put')({})).toBeUndefined();
  expect(checks.input('Ping')({ any: 1 })).toBeUndefined();
});

it('loads the newest model, compressed or not', () => {
  const folder = folderOf({ 'x/2015-01-01/service-2.json': JSON.stringify({ ...model, shapes: {} }) });
  expect(serviceModel(folder.path, 'x').shapes).toEqual({});
  mkdirSync(join(folder.path, 'x/2016-01-01'));
  writeFileSync(join(folder.path, 'x/2016-01-01/service-2.json.gz'), gzipSync(JSON.stringify(model)));
  expect(serviceModel(folder.path, 'x')).toEqual(model);
  folder.remove();
});
