import fc from 'fast-check';
import { imagePolicy, untaggedRetentionOf } from '../../../src/plan/lifecycle-policy';

it('the retention of untagged images is read back from the policy', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3650 }), (days) =>
      expect(untaggedRetentionOf(imagePolicy(days))).toBe(days),
    ),
  );
});
