import { type BuildProgress, paceOf } from '../../../src/plan/polling';

const building = (elapsed: number, ...earlier: number[]): BuildProgress => ({
  phase: 'BUILD',
  elapsed,
  earlier,
});

describe('the pace of looking at a build', () => {
  it.each<[string, BuildProgress, repository: number, build: number]>([
    ['a first build is looked at often at first', building(5), 3, 3],
    ['... and less often later', building(80), 10, 10],
    ['... but never rarely', building(3_000), 12, 12],
    ['long before an image can be there the repository is left alone', building(10, 300, 310, 290), 30, 30],
    ['the repository is looked at when the image can be there first', building(210, 300, 310, 290), 8, 30],
    ['from then on it is looked at densely, but not the build', building(297, 300, 310, 290), 3, 30],
    ['a long build is looked at less densely than a short one', building(3_000, 3_100), 4, 30],
    ['an overdue build is looked at less and less', building(425, 300), 13, 13],
    ['a short build is looked at often: it may fail at any time', building(1, 12), 4, 4],
    ['... but not forgotten', building(4_000, 300), 15, 30],
    ['after the build phase the end is near', { phase: 'POST_BUILD', elapsed: 50, earlier: [300] }, 1, 1],
  ])('%s', (_what, progress, repository, build) => {
    expect(paceOf(progress)).toEqual({ repository, build });
  });

  it('keeps to a fixed interval when one is given', () => {
    expect(paceOf({ phase: 'POST_BUILD', elapsed: 1, earlier: [] }, 7)).toEqual({ repository: 7, build: 7 });
  });
});
