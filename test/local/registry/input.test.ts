import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inputReader } from '../../../local/registry/input';
import { folderOf } from '../../support/folder';

const model = {
  operations: { List: { input: { shape: 'ListInput' } } },
  shapes: {
    ListInput: {
      type: 'structure',
      required: ['Name'],
      members: {
        Name: { shape: 'Name' },
        Max: { shape: 'Max' },
        On: { shape: 'On' },
        Filters: { shape: 'Filters' },
        All: { shape: 'All' },
      },
    },
    Filters: { type: 'structure', members: { Max: { shape: 'Max' } } },
    All: { type: 'list', member: { shape: 'Filters' } },
    Name: { type: 'string', min: 2, pattern: '[a-z0-9]+' },
    Max: { type: 'integer', min: 1, max: 100 },
    On: { type: 'boolean' },
  },
};

const folder = folderOf({});
mkdirSync(join(folder.path, 'cloudformation/2010'), { recursive: true });
writeFileSync(join(folder.path, 'cloudformation/2010/service-2.json'), JSON.stringify(model));
const read = inputReader(folder.path);
afterAll(() => folder.remove());

it('gives each string the type of its shape, at any depth', () => {
  expect(
    read('List', { Name: '12', Max: '5', On: 'true', Filters: { Max: '7' }, All: [{ Max: '1' }, {}] }),
  ).toEqual({ Name: '12', Max: 5, On: true, Filters: { Max: 7 }, All: [{ Max: 1 }, {}] });
  expect(read('List', { Name: 'ab', On: 'FALSE' })).toEqual({ Name: 'ab', On: false });
});

it('drops what the operation does not know: the name and version of the call, for example', () => {
  expect(
    read('List', { Action: 'List', Version: '2010-05-15', Name: 'ab', Filters: { Other: '1' } }),
  ).toEqual({
    Name: 'ab',
    Filters: {},
  });
});

it.each([
  [{}, "Invalid request: must have required property 'Name'"],
  [{ Name: 'a' }, 'Invalid Name: must NOT have fewer than 2 characters'],
  [{ Name: 'a-b' }, 'Invalid Name: must match pattern'],
  [{ Name: 'ab', Max: '101' }, 'Invalid Max: must be <= 100'],
  [{ Name: 'ab', Max: 'many' }, 'Invalid Max: must be integer'],
  [{ Name: 'ab', Max: '1.5' }, 'Invalid Max: must be integer'],
  [{ Name: 'ab', On: 'yes' }, 'Invalid On: must be boolean'],
  [{ Name: 'ab', Filters: 'none' }, 'Invalid Filters: must be object'],
  [{ Name: 'ab', All: [{ Max: '0' }] }, 'Invalid All.0.Max: must be >= 1'],
])('refuses %j with a ValidationError', (sent, message) => {
  expect(() => read('List', sent)).toThrow(
    expect.objectContaining({ code: 'ValidationError', message: expect.stringContaining(message) }),
  );
});
