import { clock, duration, megabytes, phaseName } from '../../../cli/display/words';

it.each([
  [megabytes(999), '999 bytes'],
  [megabytes(1001), '2 KB'],
  [megabytes(1_240_000), '1.2 MB'],
  [megabytes(3_456_000_000), '3.46 GB'],
  [duration(-1), '0 s'],
  [duration(59.4), '59 s'],
  [duration(59.6), '1 min 00 s'],
  [duration(3720), '1 h 02 min'],
  [clock(8), '0:08'],
  [clock(725), '12:05'],
  [clock(3725), '1:02:05'],
  [phaseName('PRE_BUILD'), 'pre-build'],
])('%s is written as %s', (written, expected) => {
  expect(written).toBe(expected);
});
