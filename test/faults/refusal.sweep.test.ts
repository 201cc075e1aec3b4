import { refusedCalls } from './refusal-cases';

// The looks at a running build are as many as it takes: those after the fifth are like the ones before.
const LOOKS = 5;

describe('on the real engine, at every AWS call', () => {
  refusedCalls((calls) => {
    const looks = calls.flatMap((name, index) => (name === 'codebuild:BatchGetBuilds' ? [index] : []));
    const last = looks[LOOKS] ?? calls.length;
    return calls.flatMap((_, index) => (index < last || index > (looks.at(-1) ?? 0) ? [index + 1] : []));
  });
});
