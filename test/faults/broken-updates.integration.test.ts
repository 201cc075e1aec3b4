import { refusedUpdates } from './broken-update-cases';

/** One of each kind: the schema, a limit, a build that fails, a service. */
const SAMPLE = [
  'an unknown property',
  'a NUL in an argument',
  'a Dockerfile that does not parse',
  'codebuild:StartBuild answers InvalidInputException',
];

refusedUpdates((all) => all.filter(({ name }) => SAMPLE.includes(name)));
