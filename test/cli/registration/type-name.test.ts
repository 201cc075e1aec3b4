import fc from 'fast-check';
import { ExitCode } from '../../../cli/exit-code';
import { renameType } from '../../../cli/registration/type-name';
import { unzip, type ZipEntry, zip } from '../../../cli/registration/zip';

const ours = 'TokenInjectable::Docker::Builder';
const theirs = 'Acme::Docker::Image';

const file = (name: string, content: string | Buffer, mode?: number): ZipEntry => ({
  name,
  content: Buffer.from(content),
  ...(mode !== undefined && { mode }),
});
const code = `createEntrypoints({typeName:"${ours}"})`;
const entries = async (): Promise<ZipEntry[]> => [
  file('schema.json', JSON.stringify({ typeName: ours, description: `What ${ours} does.` })),
  file('configuration-schema.json', JSON.stringify({ typeName: ours })),
  file('.rpdk-config', JSON.stringify({ typeName: ours, language: 'typescript' })),
  file('.cfn_metadata.json', JSON.stringify({ 'cli-version': '0.2.41' })),
  file('src/handlers.ts', code),
  file('ResourceProvider.zip', await zip([file('dist/handlers.js', code), file('bin/tool', '#!', 0o100755)])),
];
const packaged = async (): Promise<Buffer> => zip(await entries());

async function texts(archive: Buffer): Promise<Record<string, string>> {
  const read = await unzip(archive);
  return Object.fromEntries(read.map(({ name, content }) => [name, content.toString()]));
}

const part = fc.stringMatching(/^[a-zA-Z0-9]{2,64}$/);
const namespace = part.filter((name) => !/^(alexa|amazon|amzn|aws|custom|dev)$/i.test(name));
const typeNames = fc.tuple(namespace, part, part).map((parts) => parts.join('::'));

describe('a package under another type name', () => {
  it('has it in the schemas, the settings, the sources and the code', async () => {
    const renamed = await renameType(await packaged(), theirs);
    const written = await texts(renamed);
    expect(JSON.parse(written['schema.json'] ?? '')).toEqual({
      typeName: theirs,
      description: `What ${theirs} does.`,
    });
    expect(JSON.parse(written['configuration-schema.json'] ?? '')).toEqual({ typeName: theirs });
    expect(JSON.parse(written['.rpdk-config'] ?? '')).toEqual({ typeName: theirs, language: 'typescript' });
    expect(written['src/handlers.ts']).toBe(`createEntrypoints({typeName:"${theirs}"})`);
    const [provider] = (await unzip(renamed)).filter(({ name }) => name === 'ResourceProvider.zip');
    expect(await texts(provider?.content as Buffer)).toEqual({
      'dist/handlers.js': `createEntrypoints({typeName:"${theirs}"})`,
      'bin/tool': '#!',
    });
  });

  it('has the same bytes in two runs', async () => {
    const [one, two] = [
      await renameType(await packaged(), theirs),
      await renameType(await packaged(), theirs),
    ];
    expect(one.equals(two)).toBe(true);
  });

  it('is the same package when it gets its own name, and when it gets that back', () =>
    fc.assert(
      fc.asyncProperty(typeNames, async (name) => {
        const archive = await packaged();
        expect((await renameType(archive, ours)).equals(archive)).toBe(true);
        const back = await renameType(await renameType(archive, name), ours);
        expect(back.equals(archive)).toBe(true);
      }),
      { numRuns: 25 },
    ));

  it('keeps entries, modes and bytes that are not text', async () => {
    const bytes = Buffer.from([...Array(256).keys()]);
    const archive = await zip([...(await entries()), file('logo.png', bytes, 0o100600)]);
    const renamed = await unzip(await renameType(archive, theirs));
    expect(renamed.map(({ name }) => name)).toEqual((await unzip(archive)).map(({ name }) => name));
    expect(renamed).toContainEqual({ name: 'logo.png', content: bytes, mode: 0o100600 });
    const provider = renamed.find(({ name }) => name === 'ResourceProvider.zip')?.content as Buffer;
    expect((await unzip(provider)).map(({ name, mode }) => [name, mode])).toEqual([
      ['bin/tool', 0o100755],
      ['dist/handlers.js', 0o100644],
    ]);
  });

  it('does not change longer names that contain the old one', async () => {
    const longer = `${ours}Two ${ours}::MODULE Old${ours} Org::${ours}; only ${ours}: this`;
    const archive = await zip([...(await entries()), file('notes.md', longer)]);
    expect((await texts(await renameType(archive, theirs)))['notes.md']).toBe(
      `${ours}Two ${ours}::MODULE Old${ours} Org::${ours}; only ${theirs}: this`,
    );
  });
});

describe('a type name', () => {
  const long = 'a'.repeat(64);

  it.each([
    'Ab::Cd::Ef',
    `${long}::${long}::${long}`,
    '12::34::56',
    'AWSome::Docker::Image',
    'Acme::AWS::Dev',
  ])('may be %s', async (name) => {
    const schema = (await texts(await renameType(await packaged(), name)))['schema.json'] ?? '';
    expect(JSON.parse(schema).typeName).toBe(name);
  });

  it.each([
    '',
    'Acme',
    'Acme::Docker',
    'Acme::Docker::Image::Extra',
    'Acme::Docker::Image::MODULE',
    'Acme:Docker:Image',
    'Acme::Docker::',
    '::Docker::Image',
    'A::Docker::Image',
    'Acme::D::Image',
    `${long}a::Docker::Image`,
    `Acme::Docker::${long}a`,
    'Acme-Inc::Docker::Image',
    'Acme::Docker::My_Image',
    'Acme::Docker::Imäge',
    ' Acme::Docker::Image',
    'Acme::Docker::Image\n',
    'Acme::Docker::$&',
  ])('must not be %j', async (name) => {
    await expect(renameType(await packaged(), name)).rejects.toMatchObject({
      exitCode: ExitCode.badInput,
      message: expect.stringMatching(
        /^--type-name ".*" must look like Organization::Service::Resource, each part 2 to 64 letters and digits$/,
      ),
    });
  });

  it.each(['AWS', 'Amazon', 'AMZN', 'Alexa', 'Custom', 'Dev', 'aws', 'AMAZON', 'custom'])(
    'must not be in the reserved namespace %s',
    async (reserved) => {
      await expect(renameType(await packaged(), `${reserved}::Docker::Image`)).rejects.toMatchObject({
        exitCode: ExitCode.badInput,
        message: `--type-name "${reserved}::Docker::Image" must begin with a namespace of your own: CloudFormation reserves ${reserved}`,
      });
    },
  );
});

describe('what is not a schema handler package', () => {
  it.each<[string, () => Buffer | Promise<Buffer>, RegExp]>([
    ['a text', () => Buffer.from('a text'), /: .+/],
    ['nothing', () => Buffer.alloc(0), /: .+/],
    ['a zip without a schema', () => zip([file('a', 'b')]), /: it does not contain schema\.json$/],
    ['a schema that is not JSON', () => zip([file('schema.json', '{')]), /: its schema\.json is not JSON$/],
    [
      'a schema without a name',
      () => zip([file('schema.json', '{}')]),
      /: its schema\.json has no typeName$/,
    ],
    [
      'a schema that is null',
      () => zip([file('schema.json', 'null')]),
      /: its schema\.json has no typeName$/,
    ],
    [
      'a name that is a pattern',
      () => zip([file('schema.json', '{"typeName": ".*"}')]),
      /: its schema\.json has no typeName$/,
    ],
    [
      'code that is not a zip',
      () =>
        zip([file('schema.json', JSON.stringify({ typeName: ours })), file('ResourceProvider.zip', 'text')]),
      /: ResourceProvider\.zip: .+/,
    ],
  ])('is refused: %s', async (_, archive, reason) => {
    const refused = renameType(await archive(), theirs);
    await expect(refused).rejects.toMatchObject({ exitCode: ExitCode.badInput });
    await expect(refused).rejects.toThrow(/^not a schema handler package: [^\n]+$/);
    await expect(refused).rejects.toThrow(reason);
  });
});
