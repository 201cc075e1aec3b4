// The direction in which imports may go (ARCHITECTURE.md draws it), checked by `npm run imports`.
const folders = '^(src|cli|local|setup|tools|bench|examples|test)/';

/** `from` may import the folders in `to` and nothing else of this project. */
const only = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: folders, pathNot: to },
});

/** `from` may not import packages or Node.js modules that match `to`. */
const never = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: to },
});

/** The generated model and its validators. */
const model = '^src/(models|validators)\\.';
const io = '^(node:)?(fs|http|https|net|tls|dns|dgram|child_process|worker_threads|cluster|os)(/|$)';
const sdk = '^(node_modules/)?@(aws-sdk|smithy)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'Modules that import each other can only be understood, tested and moved together.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    only('plan-is-pure', 'src/plan decides and does no I/O.', '^src/plan/', [
      '^src/plan/',
      '^src/ports/',
      model,
    ]),
    never('plan-does-no-io', 'src/plan decides and does no I/O.', '^src/plan/', [io, sdk]),
    only(
      'ports-stand-alone',
      'src/ports describes what the parts need from AWS.',
      '^src/ports/',
      '^src/ports/',
    ),
    never('ports-know-no-sdk', "src/ports uses this project's types, not the SDK's.", '^src/ports/', sdk),
    only('aws-implements-ports', 'src/aws adapts the SDK to src/ports and decides nothing.', '^src/aws/', [
      '^src/aws/',
      '^src/ports/',
    ]),
    only('waiting-below-parts', 'src/waiting is used by the parts.', '^src/waiting/', [
      '^src/waiting/',
      '^src/plan/',
      '^src/ports/',
    ]),
    only(
      'parts-use-ports',
      'A part uses waiting, plan and ports, never an adapter or a handler.',
      '^src/parts/',
      ['^src/parts/', '^src/waiting/', '^src/plan/', '^src/ports/', model],
    ),
    only(
      'handlers-use-parts',
      'Handlers loop over the parts; src/handlers.ts connects them to AWS.',
      '^src/handlers/',
      ['^src/handlers/', '^src/parts/', '^src/waiting/', '^src/plan/', '^src/ports/', '^src/runtime/', model],
    ),
    never(
      'sdk-only-in-adapters',
      'Only src/aws and src/runtime call the SDK.',
      '^src/(handlers|parts|waiting)/',
      sdk,
    ),
    only(
      'runtime-knows-no-type',
      "src/runtime is CloudFormation's protocol.",
      '^src/runtime/',
      '^src/runtime/',
    ),
    only('type-stands-alone', 'The type is packaged from src alone.', '^src/', '^src/'),
    only(
      'command-speaks-aws',
      'The command uses AWS APIs; it imports local/engine only to start it.',
      '^cli/',
      ['^cli/', '^local/engine/'],
    ),
    only('engine-stands-alone', 'The local engine hosts any resource type.', '^local/', '^local/'),
    only('setup-stands-alone', 'setup runs before any package is installed.', '^setup/', [
      '^setup/',
      '^local/prerequisites/',
    ]),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(build|dist|official-models)(/|\\.)' },
    enhancedResolveOptions: { extensions: ['.ts', '.mts', '.js', '.cjs', '.mjs', '.json', '.d.ts'] },
  },
};
