import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLine } from '../support/command-line';
import { root } from '../support/root';

// What is wrong in the input is one line, and is found before any call.

interface Ended {
  code: number | string | undefined;
  stdout: string;
  stderr: string;
}

/** A name, the words of the command line, what the line says, and environment variables. */
type Case = [name: string, words: string[], message: RegExp, environment?: Record<string, string>];

const builder = (properties: string) =>
  `Resources:\n  Web:\n    Type: TokenInjectable::Docker::Builder\n    Properties: ${properties}\n`;

/** Files of the folder in which every case runs. */
const files: Record<string, string | Buffer> = {
  'good.yaml':
    'Parameters: { Stage: { Type: String, AllowedValues: [prod] } }\nResources: { T: { Type: "AWS::SNS::Topic" } }\n',
  'empty.yaml': '',
  'blank.yaml': '\n\n# nothing\n',
  'broken.yaml': 'Resources: [',
  'tab.yaml': 'Resources:\n\tT: {}\n',
  'text.yaml': 'just text',
  'list.yaml': '- Resources',
  'number.json': '42',
  'null.json': 'null',
  'broken.json': '{"Resources": {',
  'no-resources.yaml': 'Parameters: {}',
  'resources-list.yaml': 'Resources: [a]',
  'resources-null.yaml': 'Resources:',
  'parameters-list.yaml': 'Parameters: [a]\nResources: {}',
  'binary.yaml': Buffer.from([0xff, 0xfe, 0x00, 0x01, 0x80]),
  'latin-1.yaml': Buffer.from(
    'Description: caf\u00e9\nResources: { T: { Type: "AWS::SNS::Topic" } }\n',
    'latin1',
  ),
  'utf-16.json': Buffer.from('\uFEFF{"Resources": {}}', 'utf16le'),
  'no-folder.yaml': builder('{ Source: ./nowhere }'),
  'file-source.yaml': builder('{ Source: ./good.yaml }'),
  'no-dockerfile.yaml': builder('{ Source: ./folder }'),
  'outside.yaml': builder('{ Source: ./folder, Dockerfile: ../Dockerfile }'),
  'empty-source.yaml': builder('{ Source: "" }'),
  'context.yaml': builder('{ Source: ./context }'),
  'types.zip': 'not a zip',
  'aws-config': '[default]\nregion = us-east-1\n[profile prod]\nregion = us-east-1\n',
};

const deploy = (...more: string[]) => [
  'deploy',
  '--template-file',
  'good.yaml',
  '--stack-name',
  'shop',
  ...more,
];
const withTemplate = (file: string) => ['deploy', '--template-file', file, '--stack-name', 'shop'];
const pack = (...more: string[]) => [
  'package',
  '--template-file',
  'good.yaml',
  '--s3-bucket',
  'artifacts',
  ...more,
];

const usage: Case[] = [
  ['no command', [], /a command is missing: deploy, package/],
  ['an unknown command', ['deplyo'], /unknown command 'deplyo' \(did you mean deploy\?\)/],
  ['a command that is nothing like ours', ['xyzzy'], /unknown command 'xyzzy'/],
  ['help for an unknown command', ['help', 'xyzzy'], /unknown command 'xyzzy'/],
  ['local without a command', ['local'], /a command is missing: up, down/],
  ['an unknown command of local', ['local', 'upp'], /unknown command 'upp' \(did you mean up\?\)/],
  ['an option before the command', ['--json', 'deploy'], /unknown option '--json'/],
  [
    'a missing option',
    ['deploy', '--stack-name', 'x'],
    /required option '--template-file <file>' not specified/,
  ],
  ['a missing option of delete', ['delete'], /required option '--stack-name <name>' not specified/],
  [
    'a missing option of package',
    ['package', '--template-file', 'good.yaml'],
    /'--s3-bucket <bucket>' not specified/,
  ],
  [
    'a misspelled option',
    ['deploy', '--stackname', 'x'],
    /unknown option '--stackname' \(did you mean --stack-name\?\)/,
  ],
  [
    'an option of another command',
    ['events', '--stack-name', 'x', '--tags', 'a=b'],
    /unknown option '--tags'/,
  ],
  ['an option without its value', ['deploy', '--stack-name'], /argument missing/],
  ['a short option', deploy('-x'), /unknown option '-x'/],
  ['a word too many', deploy('extra'), /too many arguments/],
  ['a word too many for local', ['local', 'down', 'now'], /too many arguments/],
  ['a port that is a word', ['local', 'status', '--port', 'abc'], /--port "abc"/],
  ['a port out of range', ['local', 'env', '--port', '70000'], /--port "70000"/],
  [
    'a type that does not exist',
    ['local', 'up', '--type', 'nowhere.zip'],
    /--type nowhere\.zip: no such file/,
  ],
  ['a type that is a folder', ['local', 'up', '--type', '.'], /--type \.: is a folder/],
  [
    'a type that is not a zip',
    ['local', 'up', '--type', 'types.zip'],
    /types\.zip is not a schema handler package/,
  ],
  ['an empty port', ['local', 'down', '--port', ''], /--port ""/],
];

const values: Case[] = [
  ['a stack name with a space', ['events', '--stack-name', 'my shop'], /--stack-name "my shop" must be/],
  ['a stack name with a line break', ['logs', '--stack-name', 'a\nb'], /--stack-name "a\\nb" must be/],
  ['an empty stack name', ['delete', '--stack-name', ''], /--stack-name "" must be/],
  ['a long stack name', withTemplate('good.yaml').with(4, 'x'.repeat(129)), /--stack-name/],
  ['the id of a stack to deploy', withTemplate('good.yaml').with(4, 'arn:aws:x'), /--stack-name/],
  ['an override without =', deploy('--parameter-overrides', 'Stage'), /"Stage" must look like KEY=VALUE/],
  ['an override without a name', deploy('--parameter-overrides', '=x'), /must look like KEY=VALUE/],
  [
    'an override with an impossible name',
    deploy('--parameter-overrides', 'a b=c'),
    /"a b" can't be a parameter/,
  ],
  [
    'an unknown parameter',
    deploy('--parameter-overrides', 'Stgae=prod'),
    /Stgae is not a parameter .* has Stage/,
  ],
  [
    'a value that is not allowed',
    deploy('--parameter-overrides', 'Stage=x'),
    /Stage=x is not one of .*: prod/,
  ],
  ['a tag without =', deploy('--tags', 'team'), /--tags: "team" must look like KEY=VALUE/],
  ['a reserved tag', deploy('--tags', 'aws:x=y'), /"aws:" are reserved/],
  ['a tag given twice', deploy('--tags', 'a=1', 'a=2'), /the key a is given twice/],
  ['a tag with impossible text', deploy('--tags', 'a=<b>'), /only letters, digits/],
  ['a long tag', deploy('--tags', `${'k'.repeat(129)}=v`), /at most 128/],
  [
    'an unknown capability',
    deploy('--capabilities', 'IAM'),
    /--capabilities "IAM" must be one of CAPABILITY_IAM/,
  ],
  [
    'capabilities with commas',
    deploy('--capabilities', 'CAPABILITY_IAM,CAPABILITY_NAMED_IAM'),
    /must be one of/,
  ],
  ['a Region that is none', deploy('--region', 'nowhere'), /--region "nowhere" is not a Region/],
  ['an empty Region', ['events', '--stack-name', 'x', '--region', ''], /--region "" is not a Region/],
  ['a zone for a Region', ['logs', '--stack-name', 'x', '--region', 'us-east-1a'], /is not a Region/],
  [
    'a Region of the environment',
    deploy(),
    /AWS_REGION "us east" is not a Region/,
    { AWS_REGION: 'us east' },
  ],
  [
    'an unknown profile',
    deploy('--profile', 'prdo'),
    /--profile: there is no profile "prdo": the profiles are default, prod/,
  ],
  [
    'an unknown profile of the environment',
    ['logs', '--stack-name', 'x'],
    /AWS_PROFILE: there is no profile "x"/,
    { AWS_PROFILE: 'x' },
  ],
  ['an empty profile', deploy('--profile', ''), /--profile "" must name a profile/],
  [
    'a setting that the SDK can not use',
    [...pack().with(2, 'context.yaml')],
    /a setting of the AWS configuration is wrong: .*defaultsMode/,
    { AWS_DEFAULTS_MODE: 'fast' },
  ],
  ['--local with --profile', deploy('--local', '--profile', 'prod'), /exclude each other/],
  [
    'an endpoint that is not a URL',
    deploy(),
    /AWS_ENDPOINT_URL "localhost" is not an endpoint/,
    { AWS_ENDPOINT_URL: 'localhost' },
  ],
  [
    'an endpoint without a host',
    deploy(),
    /AWS_ENDPOINT_URL "http:\/\/" is not/,
    { AWS_ENDPOINT_URL: 'http://' },
  ],
  [
    'an endpoint of another scheme',
    ['events', '--stack-name', 'x'],
    /is not an endpoint/,
    { AWS_ENDPOINT_URL_S3: 'ftp://x' },
  ],
  ['a malformed role', deploy('--role-arn', 'admin'), /--role-arn "admin" must look like arn:/],
  ['a malformed bucket', deploy('--s3-bucket', 'My Bucket'), /--s3-bucket "My Bucket" is not/],
  ['a bucket as URL', pack('--s3-bucket', 's3://b/x'), /--s3-bucket "s3:\/\/b\/x" is not/],
  ['a prefix that leaves its folder', deploy('--s3-prefix', '../x'), /--s3-prefix/],
  ['a malformed type', deploy('--type-name', 'Builder'), /--type-name "Builder" must look like/],
  [
    'a type in a reserved namespace',
    deploy('--type-name', 'AWS::Docker::Image'),
    /--type-name "AWS::Docker::Image" must begin with a namespace of your own/,
  ],
  [
    'a malformed logical id',
    ['logs', '--stack-name', 'x', '--logical-id', 'a-b'],
    /--logical-id "a-b" must be/,
  ],
];

const templates: Case[] = [
  ['a template that does not exist', withTemplate('nowhere.yaml'), /nowhere\.yaml/],
  ['an empty path', withTemplate(''), /--template-file ""/],
  ['a template below a file', withTemplate('good.yaml/x'), /good\.yaml\/x/],
  ['a template with a long name', withTemplate('x'.repeat(300)), /x{300}/],
  ['a template that is a folder', withTemplate('.'), /\. is a folder/],
  ['a template that is a loop of links', withTemplate('loop.yaml'), /loop\.yaml/],
  ['a template without an end', withTemplate('/dev/zero'), /\/dev\/zero is longer than a template may be/],
  ['an empty template', withTemplate('empty.yaml'), /empty\.yaml/],
  ['a template of comments', withTemplate('blank.yaml'), /blank\.yaml/],
  ['a template that is not YAML', withTemplate('broken.yaml'), /broken\.yaml:\d+:\d+ is not a template/],
  ['a template indented with tabs', withTemplate('tab.yaml'), /tab\.yaml:\d+:\d+/],
  ['a template that is text', withTemplate('text.yaml'), /text\.yaml/],
  ['a template that is a list', withTemplate('list.yaml'), /list\.yaml/],
  ['a template that is a number', withTemplate('number.json'), /number\.json/],
  ['a template that is null', withTemplate('null.json'), /null\.json/],
  ['a template that is broken JSON', withTemplate('broken.json'), /broken\.json:\d+:\d+/],
  ['a template of bytes', withTemplate('binary.yaml'), /binary\.yaml/],
  ['a template in Latin-1', withTemplate('latin-1.yaml'), /latin-1\.yaml is not UTF-8/],
  ['a template in UTF-16', withTemplate('utf-16.json'), /utf-16\.json is not UTF-8/],
  ['a template without resources', withTemplate('no-resources.yaml'), /no-resources\.yaml/],
  ['resources that are a list', withTemplate('resources-list.yaml'), /Resources/],
  ['resources that are nothing', withTemplate('resources-null.yaml'), /Resources/],
  ['parameters that are a list', withTemplate('parameters-list.yaml'), /Parameters/],
  ['a folder that does not exist', withTemplate('no-folder.yaml'), /Web: there is no folder \.\/nowhere/],
  ['a source that is a file', withTemplate('file-source.yaml'), /Web: Source \.\/good\.yaml is a file/],
  ['a folder that does not exist, to package', pack().with(2, 'no-folder.yaml'), /Web: there is no folder/],
  ['a folder without a Dockerfile', withTemplate('no-dockerfile.yaml'), /Web: .*Dockerfile/],
  ['a folder without a Dockerfile, to package', pack().with(2, 'no-dockerfile.yaml'), /Web: .*Dockerfile/],
  ['a Dockerfile outside its folder', withTemplate('outside.yaml'), /Web: .*"\.\.\/Dockerfile" is outside/],
  ['an empty source', withTemplate('empty-source.yaml'), /Web: Source is empty/],
  [
    'a folder without a Dockerfile before an engine is started',
    [...withTemplate('no-dockerfile.yaml'), '--local'],
    /Web: .*Dockerfile/,
  ],
  ['a bad template before an engine is started', [...withTemplate('empty.yaml'), '--local'], /empty\.yaml/],
  ['a bad folder before an engine is started', [...withTemplate('no-folder.yaml'), '--local'], /no folder/],
  [
    'a bad parameter before an engine is started',
    [...deploy('--local', '--parameter-overrides', 'x=1')],
    /x is not/,
  ],
];

const outputs: Case[] = [
  [
    'an output in a folder that does not exist',
    pack('--output-template-file', 'no/where.yaml'),
    /--output-template-file: .*no such file or folder/,
  ],
  [
    'an output that is a folder',
    pack('--output-template-file', '.'),
    /--output-template-file: \. is a folder/,
  ],
  [
    'an output below a file',
    pack('--output-template-file', 'good.yaml/x'),
    /--output-template-file: .*not a folder/,
  ],
  ['an output with a slash at its end', pack('--output-template-file', 'new/'), /names a folder/],
  ['an empty output', pack('--output-template-file', ''), /--output-template-file ""/],
];

const cases = [...usage, ...values, ...templates, ...outputs];

/** Run as users run it, with the bundle in a separate process; the others run in this process. */
const IN_BUNDLE = [
  'no command',
  'an unknown command',
  'a misspelled option',
  'an unknown profile',
  'a setting that the SDK can not use',
  'a template that is a folder',
  'a template that is not YAML',
  'a folder that does not exist',
  'an output in a folder that does not exist',
];

describe('bad input', () => {
  const [folder, before, home] = [
    mkdtempSync(join(tmpdir(), 'bad-input-')),
    { ...process.env },
    process.cwd(),
  ];
  let server: Server;
  let calls = 0;

  const environment = (more: Record<string, string> = {}) => ({
    PATH: before.PATH,
    HOME: folder,
    AWS_CONFIG_FILE: join(folder, 'aws-config'),
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    ...more,
  });

  const inBundle = (words: string[], more: Record<string, string> | undefined): Promise<Ended> =>
    new Promise((done) => {
      const args = [join(root, 'dist/docker-builder.js'), ...words];
      execFile(process.execPath, args, { cwd: folder, env: environment(more) }, (error, stdout, stderr) =>
        done({ code: error?.code ?? 0, stdout, stderr }),
      );
    });

  beforeAll(async () => {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    symlinkSync('loop.yaml', join(folder, 'loop.yaml'));
    for (const name of ['folder', 'context']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'context/Dockerfile'), 'FROM scratch');
    process.chdir(folder);
    server = createServer((_, response) => {
      calls += 1;
      response.writeHead(500).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });

  afterEach(() => {
    process.env = { ...before };
  });

  afterAll(() => {
    process.chdir(home);
    server.close();
    rmSync(folder, { recursive: true });
  });

  it.each(cases)(
    '%s is one line and exit code 2',
    async (name, words, message, ...[more]) => {
      process.env = environment(more);
      const { code, stdout, stderr } = await (IN_BUNDLE.includes(name)
        ? inBundle(words, more)
        : commandLine(...words));
      expect(stderr).toMatch(message);
      expect(stderr).toMatch(/^docker-builder: [^\n]+\n$/);
      expect(stderr).not.toMatch(/^ +at |\.js:\d+/m);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    },
    30_000,
  );

  it('is found without a call', () => {
    expect(calls).toBe(0);
  });
});
