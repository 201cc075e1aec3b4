import { compareIgnoring } from './ignore-comparison';

const BATCH = 50;

it.each(Array.from({ length: 15 }, (_, batch) => 1000 + batch))(
  `${BATCH} random ignore files keep out what Docker keeps out (seed %d)`,
  async (seed) => {
    const { ours, docker } = await compareIgnoring(BATCH, seed);
    expect(ours).toHaveLength(BATCH);
    expect(ours).toEqual(docker);
  },
  120_000,
);
