import fc from 'fast-check';
import { canonicalJson, fingerprint, type ImageInputs } from '../../../src/plan/fingerprint';

const inputs: ImageInputs = {
  source: { inline: 'FROM scratch' },
  dockerfile: 'Dockerfile',
  target: undefined,
  buildArgs: { A: '1', B: '2' },
  buildSecrets: undefined,
  platforms: ['linux/amd64'],
  install: [],
  preBuild: [],
  revision: undefined,
  buildspecVersion: '1',
};

describe('the fingerprint', () => {
  it('is the same for any order of the arguments', () => {
    expect(fingerprint({ ...inputs, buildArgs: { B: '2', A: '1' } })).toBe(fingerprint(inputs));
  });

  it.each<[string, Partial<ImageInputs>]>([
    ['the source', { source: { contents: 'x' } }],
    ['the Dockerfile', { dockerfile: 'other' }],
    ['an argument', { buildArgs: { A: '1', B: '3' } }],
    ['the target', { target: 'run' }],
    ['a secret', { buildSecrets: { token: 'arn:aws:secretsmanager:...:secret:a' } }],
    ['a command', { install: ['true'] }],
    ['the phase of a command', { preBuild: ['true'] }],
    ['the revision', { revision: '2' }],
    ['the buildspec', { buildspecVersion: '2' }],
  ])('changes with %s', (_what, change) => {
    expect(fingerprint({ ...inputs, ...change })).not.toBe(fingerprint(inputs));
  });

  it('distinguishes any two sets of arguments', () => {
    const args = fc.dictionary(fc.string({ minLength: 1 }), fc.string());
    fc.assert(
      fc.property(args, args, (a, b) => {
        expect(canonicalJson(a) === canonicalJson(b)).toBe(
          JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort()),
        );
      }),
    );
  });
});
