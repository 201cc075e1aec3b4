import { refusedCalls } from './refusal-cases';

const TELLING = ['codebuild:CreateProject', 'codebuild:StartBuild', 'ecr:DeleteRepository'];

describe('on the real engine, at the calls that change most', () => {
  refusedCalls((calls) =>
    TELLING.flatMap((name) => (calls.includes(name) ? [calls.lastIndexOf(name) + 1] : [])),
  );
});
