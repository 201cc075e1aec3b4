import { pollDelay } from '../../../src/plan/polling';

describe('polling', () => {
  it.each([
    ['a first build is looked at often at first', { phase: 'BUILD', elapsed: 5, earlier: [] }, 3],
    ['... and less often later', { phase: 'BUILD', elapsed: 80, earlier: [] }, 10],
    [
      'long before the usual end it is left alone',
      { phase: 'BUILD', elapsed: 10, earlier: [300, 310, 290] },
      30,
    ],
    [
      'close to the usual end it is looked at densely',
      { phase: 'BUILD', elapsed: 297, earlier: [300, 310, 290] },
      2,
    ],
    ['after the build phase the end is near', { phase: 'POST_BUILD', elapsed: 50, earlier: [300] }, 1],
    ['an overdue build is looked at less and less', { phase: 'BUILD', elapsed: 400, earlier: [300] }, 15],
  ])('%s', (_what, progress, seconds) => {
    expect(pollDelay(progress)).toBe(seconds);
  });

  it('keeps to a fixed interval when one is given', () => {
    expect(pollDelay({ phase: 'POST_BUILD', elapsed: 1, earlier: [] }, 7)).toBe(7);
  });
});
