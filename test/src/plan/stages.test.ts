import { missingStage } from '../../../src/plan/stages';

const DOCKERFILE = [
  'ARG VERSION=1',
  'FROM --platform=$BUILDPLATFORM node:$VERSION AS Build',
  'COPY <<EOF /x',
  'FROM scratch AS text',
  'EOF',
  'from scratch \\',
  '  as final',
].join('\n');

const problem = (target: string, text = DOCKERFILE, buildArgs = {}) =>
  missingStage(text, { target, buildArgs });

it.each(['Build', 'build', 'FINAL', '0', '1'])('the target %s is a stage', (target) => {
  expect(problem(target)).toBeUndefined();
});

it.each(['text', 'node', '2', '', '-1', '1.0', 'final '])('the target "%s" is not a stage', (target) => {
  expect(problem(target)).toBe(
    `Target: ${JSON.stringify(target)} is not a stage of the Dockerfile; its stages: Build, final`,
  );
});

it('a Dockerfile without named stages is said to name none', () => {
  expect(problem('build', 'FROM scratch')).toContain('it names none (FROM ... AS <name>)');
});

it('no target is the last stage', () => {
  expect(missingStage(DOCKERFILE, { target: undefined, buildArgs: {} })).toBeUndefined();
});

it.each([
  [`# syntax=docker/dockerfile:1\n${DOCKERFILE}`, {}, 'is not a stage'],
  [`# syntax=example.com/frontend\n${DOCKERFILE}`, {}, undefined],
  [DOCKERFILE, { BUILDKIT_SYNTAX: 'example.com/frontend' }, undefined],
])("only of Docker's own frontend are the stages known", (text, buildArgs, expected) => {
  const found = problem('other', text, buildArgs);
  if (expected === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(expected);
});
