import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseModel } from '../../../src/handlers/parse-properties';
import { argumentsScript, restoreScript } from '../../../src/plan/buildspec-build';
import { desiredBuilder } from '../../../src/plan/desired';
import { projectDefinition } from '../../../src/plan/project';
import { anyArgument, argumentsOfImage, deployedArguments } from '../../support/build-arguments';
import { folderOf } from '../../support/tools';

/** The options that the buildspec's own code passes to docker for an event's arguments, in a real bash. */
function throughBash(buildArgs: Record<string, string>): string[] {
  const event = JSON.parse(JSON.stringify({ Source: { Inline: 'FROM scratch' }, BuildArgs: buildArgs }));
  const desired = desiredBuilder({
    model: { ...parseModel(event), BuilderName: 'web' },
    owner: undefined,
    stackTags: {},
    typeConfiguration: undefined,
    place: { partition: 'aws', account: '123456789012', region: 'us-east-1' },
  });
  const { variables } = projectDefinition({ ...desired, imageTag: 'tag', properties: 'hash', finished: [] });
  const state = folderOf({
    environment: Object.entries({ ...variables, PATH: process.env.PATH, CODEBUILD_SRC_DIR: '/' })
      .map(([name, value]) => `${name}=${value}\0`)
      .join(''),
    build: `${restoreScript}\n${argumentsScript}\nprintf '%s\\0' "\${build_args[@]}"`,
  });
  const { stdout, stderr } = spawnSync('bash', ['-p', join(state.path, 'build')], {
    // A socket as standard input makes bash believe that it was started by a remote shell daemon.
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, DOCKER_BUILDER_ARG_A0: "a user's", DOCKER_BUILDER_ARG_MORE: 'one more' },
    maxBuffer: 64 * 1024 * 1024,
  });
  state.remove();
  expect(stderr.toString()).toBe('');
  return stdout.toString('utf8').split('\0').slice(0, -1);
}

describe('a build argument', () => {
  it('leaves the buildspec byte for byte: 10,000 of them', () => {
    let count = 0;
    for (let batch = 0; batch < 50; batch += 1) {
      const values = fc.sample(anyArgument, { numRuns: 200, seed: 4_711 + batch });
      const named = Object.fromEntries(values.map((value, index) => [`A${index}`, value]));
      const expected = Object.entries(named).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
      expect(throughBash(named).sort()).toEqual(expected.sort());
      count += values.length;
    }
    expect(count).toBe(10_000);
  }, 60_000);

  it.each([
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
    '_',
    'IFS',
    'PATH',
    'BASH_ENV',
    'a',
    'UID',
  ])('may be called %s', (name) => {
    const args = JSON.parse(`{${JSON.stringify(name)}: "a value"}`) as Record<string, string>;
    expect(throughBash(args)).toEqual(['--build-arg', `${name}=a value`]);
  });

  it('arrives in the image byte for byte, with any content', async () => {
    const values = [
      '',
      ' x y ',
      '$(id) `id` ${HOME}',
      '"quoted" \'single\' \\ back',
      '-leading; & | > <',
      'line one\nline two\n',
      'ünï©ødé 🦜 \u202e',
    ];
    expect(await argumentsOfImage(await deployedArguments(values))).toEqual(values);
  }, 60_000);
});
