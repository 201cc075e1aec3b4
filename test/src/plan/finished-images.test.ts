import fc from 'fast-check';
import {
  finishedBefore,
  finishedVariables,
  recordedImage,
  remembered,
} from '../../../src/plan/finished-images';

const hash = fc.stringMatching(/^[0-9a-f]{64}$/);
const image = fc.record({ properties: hash, tag: hash });

it('what the record remembers is read back as it was written', () => {
  fc.assert(
    fc.property(hash, hash, fc.array(image, { maxLength: 2 }), (properties, tag, finished) => {
      const variables = { DOCKER_BUILDER_IMAGE_TAG: tag, ...finishedVariables(properties, finished) };
      expect(recordedImage(variables)).toEqual({ properties, tag });
      expect(finishedBefore(variables)).toEqual(finished);
      // CodeBuild's limit for a variable.
      expect(Object.values(variables).every(({ length }) => length <= 4_096)).toBe(true);
    }),
  );
});

it('a record of an earlier version of the type remembers nothing', () => {
  expect(recordedImage({ DOCKER_BUILDER_IMAGE_TAG: 'tag' })).toBeUndefined();
  expect(finishedBefore({})).toEqual([]);
  expect(finishedBefore({ DOCKER_BUILDER_FINISHED_IMAGES: 'nonsense' })).toEqual([]);
});

it('two images are remembered, and never the one that is built now', () => {
  const images = ['a', 'b', 'c', 'd'].map((properties) => ({ properties, tag: properties }));
  expect(remembered(images, 'b').map(({ tag }) => tag)).toEqual(['a', 'c']);
});
