import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/root';

interface Property {
  type?: string | string[];
  description?: string;
  $ref?: string;
  items?: Property;
  enum?: string[];
  properties?: Record<string, Property>;
  patternProperties?: Record<string, Property>;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const schema = JSON.parse(read('schema/token-injectable-docker-builder.json'));
const definitions: Record<string, Property> = schema.definitions;
const resolved = (property: Property): Property =>
  property.$ref === undefined ? property : (definitions[property.$ref.split('/').at(-1) ?? ''] ?? {});

interface Documented {
  name: string;
  /** `Repository.Name`. */
  path: string;
  /** The page that must describe it. */
  page: string;
  property: Property;
  createOnly: boolean;
}

/** Every property that a template can set; the values of a map are one property. */
function documented(properties: Record<string, Property>, page: string, prefix = ''): Documented[] {
  return Object.entries(properties).flatMap(([name, given]) => {
    const path = prefix + name;
    const pointer = `/properties/${path.replaceAll('.', '/')}`;
    if (schema.readOnlyProperties.includes(pointer)) return [];
    const property = resolved(given);
    const inner = property.items === undefined ? property : resolved(property.items);
    const innerPage = given.items?.$ref?.split('/').at(-1) ?? name;
    return [
      { name, path, page, property, createOnly: schema.createOnlyProperties.includes(pointer) },
      ...documented(
        { ...inner.properties, ...inner.patternProperties },
        `${innerPage.toLowerCase()}.md`,
        `${path}.`,
      ),
    ];
  });
}

/** The text under a property's heading; the tool escapes some characters there. */
function sectionOf({ name, page }: Documented): string {
  const [, ...sections] = read(join('docs', page)).split(/^#### /m);
  const plain = (heading = ''): string => heading.replaceAll('\\', '');
  return sections.find((text) => plain(text.split('\n')[0]) === plain(name)) ?? '';
}

const all = documented(schema.properties, 'README.md');

describe.each(all.map((one) => [one.path, one] as const))('the documentation of %s', (_, one) => {
  const { property, createOnly } = one;

  it('says what it is, whether it is required, its type, and what an update of it requires', () => {
    const [, description, required, ...rest] = sectionOf(one).split('\n\n');
    expect(description).toBe(property.description);
    expect(description).toMatch(/^[^_].{10,}[.:`]/s);
    expect(required).toMatch(/^_Required_: (Yes|No)$/);
    expect(rest[0]).toMatch(/^_Type_: \S/);
    expect(rest.join('\n')).toMatch(
      createOnly ? /_Update requires_: \[Replacement\]/ : /_Update requires_: \[No interruption\]/,
    );
  });

  it('names the limits that the tool leaves out: of numbers and lists, and what a list may contain', () => {
    const { minimum, maximum, maxItems, items } = property;
    // Whoever reads all the values that a list may contain needs no maximum.
    const limits = [minimum, maximum, ...(items?.enum ?? [maxItems])];
    for (const limit of limits.filter((limit) => limit !== undefined))
      expect(property.description).toContain(String(limit));
  });
});

it('the documentation of what Fn::GetAtt returns describes each attribute', () => {
  const text = read('docs/README.md').split('### Fn::GetAtt')[1] ?? '';
  for (const pointer of schema.readOnlyProperties as string[]) {
    const [name = '', member] = pointer.split('/').slice(2);
    // The tool has no text for the members of an object; the object's page has none either.
    const described = `#### ${name}\n\n${resolved(schema.properties[name]).description}\n`;
    expect(text).toContain(member === undefined ? described : `#### ${member}\n`);
  }
});

it('the type configuration describes each of its properties', () => {
  const properties: Record<string, Property> = schema.typeConfiguration.properties;
  const undescribed = Object.entries(properties).filter(
    ([, property]) => (resolved(property).description ?? '').length < 10,
  );
  expect(undescribed).toEqual([]);
});

const pageOf = (object: string): string => `${object.toLowerCase()}.md`;

it('every page of the documentation is linked from its first one', () => {
  const links = new Set([...read('docs/README.md').matchAll(/href="([a-z]+\.md)"/g)].map(([, link]) => link));
  // The tool links the objects of input, not those that Fn::GetAtt returns.
  const returned = new Set(
    (schema.readOnlyProperties as string[]).map((pointer) => pageOf(pointer.split('/')[2] ?? '')),
  );
  const pages = readdirSync(join(root, 'docs')).filter((name) => name !== 'README.md' && !returned.has(name));
  expect(pages.filter((page) => !links.has(page))).toEqual([]);
});
