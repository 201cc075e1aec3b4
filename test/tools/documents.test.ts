import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import schema from '../../schema/token-injectable-docker-builder.json';

const root = resolve(__dirname, '../..');
const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'guides'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('guides', name)),
];
const read = (name: string): string => readFileSync(join(root, name), 'utf8');

/** Paths that the documents name because that is where something will go. */
const planned = ['cdk-l1/', 'local/ministack_plugin/iam/'];
/** What setting up, building and testing create. */
const created = /^(node_modules|dist|build|\.venv|\.tools)\b/;

const withoutBlocks = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '');

/** Where relative links of a text lead. */
const linksIn = (text: string): string[] =>
  [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link as string)
    .filter((link) => !/^[a-z]+:|^#/.test(link))
    .map((link) => link.replace(/#.*/, ''));

/** Paths in code spans: what begins with a folder or a file of the root. */
const pathsIn = (text: string): string[] => {
  const tops = readdirSync(root).filter((name) => /^[\w.-]+$/.test(name));
  return [...withoutBlocks(text).matchAll(/`([\w.][\w./{}*-]*)`/g)]
    .map(([, path]) => path as string)
    .filter((path) => !created.test(path) && !path.includes('*'))
    .filter(
      (path) =>
        tops.some((top) => path.startsWith(`${top}/`)) || /^[\w.-]+\.(yaml|json|js|cjs|md)$/.test(path),
    );
};

const exists = (path: string): boolean => planned.includes(path) || existsSync(join(root, path));

describe.each(documents)('%s', (name) => {
  const text = read(name);

  it('links only to files that exist', () => {
    expect(linksIn(text).filter((link) => !existsSync(join(root, dirname(name), link)))).toEqual([]);
  });

  it('names only paths that exist', () => {
    expect(pathsIn(text).filter((path) => !exists(path))).toEqual([]);
  });

  it('shows only templates whose properties the schema has', () => {
    const blocks = [...text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, block]) =>
      parse(block as string, { logLevel: 'error' }),
    );
    const resources = blocks.flatMap(
      (block) => Object.values(block?.Resources ?? block ?? {}) as { Type?: string; Properties?: object }[],
    );
    const builders = resources.filter(({ Type }) => Type === schema.typeName);
    expect(
      builders
        .flatMap(({ Properties = {} }) => Object.keys(Properties))
        .filter((key) => !(key in schema.properties)),
    ).toEqual([]);
  });
});

it('the documents have links, paths and templates to check', () => {
  const all = documents.map(read).join('\n');
  expect(linksIn(all).length).toBeGreaterThan(10);
  expect(pathsIn(all).length).toBeGreaterThan(40);
});

it('README lists every property of the schema, and no other', () => {
  const [properties = ''] = read('README.md')
    .split('## The command')
    .slice(0, 1)
    .map((text) => text.split('## Properties')[1] ?? '');
  const listed = new Set([...properties.matchAll(/`([A-Z]\w+)`/g)].map(([, name]) => name as string));
  expect(Object.keys(schema.properties).filter((name) => !listed.has(name))).toEqual([]);
});

it('no document links to a registry or a place that only one machine has', () => {
  expect(documents.filter((name) => /pypi\.org|npmjs\.(com|org)|\/work\//.test(read(name)))).toEqual([]);
});
