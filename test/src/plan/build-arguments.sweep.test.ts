import fc from 'fast-check';
import { anyArgument, argumentsOfImage, deployedArguments } from '../../support/build-arguments';

describe('50 random build arguments', () => {
  it.each([1, 2, 3, 4, 5])(
    'arrive in their image byte for byte (image %i of 5)',
    async (image) => {
      const values = fc.sample(anyArgument, { numRuns: 10, seed: 815 + image });
      expect(await argumentsOfImage(await deployedArguments(values))).toEqual(values);
    },
    120_000,
  );
});
