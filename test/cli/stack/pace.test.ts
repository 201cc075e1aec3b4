import { Pace } from '../../../cli/stack/pace';

const named = (name: string, more: object = {}) => Object.assign(new Error(name), { name, ...more });
const refused = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

function paceWith(ownEndpoint: boolean, signal = new AbortController().signal) {
  const waits: number[] = [];
  const outages: string[] = [];
  let time = 0;
  const pace = new Pace({
    ownEndpoint,
    signal,
    now: () => time,
    sleep: async (milliseconds) => {
      signal.throwIfAborted();
      time += milliseconds;
      waits.push(milliseconds / 1000);
    },
    onOutage: (message) => outages.push(message),
  });
  return { pace, waits, outages, elapsed: () => time / 1000 };
}

/** Calls that fail with these errors in turn, then answer. */
const failing = (errors: Error[]) => {
  const left = [...errors];
  return async () => {
    const error = left.shift();
    if (error) throw error;
    return 'answer';
  };
};

describe('the pace of calls', () => {
  it('asks AWS every two seconds, and every five once it takes long', async () => {
    const { pace, waits } = paceWith(false);
    for (let calls = 0; calls < 31; calls += 1) await pace.wait();
    expect([waits[0], waits.at(-1)]).toEqual([2, 5]);
  });

  it('asks a local endpoint several times a second', async () => {
    const { pace, waits } = paceWith(true);
    for (let calls = 0; calls < 11; calls += 1) await pace.wait();
    expect([waits[0], waits.at(-1)]).toEqual([0.25, 0.5]);
  });

  it('asks less and less often while AWS throttles', async () => {
    const { pace, waits } = paceWith(false);
    const throttles = Array.from({ length: 5 }, () => named('Throttling'));
    expect(await pace.patiently(failing(throttles))).toBe('answer');
    expect(waits).toEqual([5, 10, 20, 30, 30]);
  });

  it.each([
    ['refuses the connection', refused()],
    ['is down', named('ServiceUnavailable', { $metadata: { httpStatusCode: 503 } })],
  ])('waits for an endpoint that answered before and now %s, and says so once', async (_, error) => {
    const { pace, outages } = paceWith(true);
    await pace.patiently(failing([]));
    expect(await pace.patiently(failing([error, error, error]))).toBe('answer');
    expect(outages).toHaveLength(1);
  });

  it.each([
    [true, 15],
    [false, 120],
  ])('gives up on an endpoint (local: %s) that is gone for %i seconds', async (ownEndpoint, limit) => {
    const { pace, elapsed } = paceWith(ownEndpoint);
    await pace.patiently(failing([]));
    const gone = async () => {
      throw refused();
    };
    await expect(pace.patiently(gone)).rejects.toThrow('ECONNREFUSED');
    expect(elapsed()).toBeGreaterThanOrEqual(limit);
    expect(elapsed()).toBeLessThan(limit + 5);
  });

  it('fails at once when the first call finds no endpoint', async () => {
    const { pace, waits } = paceWith(true);
    await expect(pace.patiently(failing([refused()]))).rejects.toThrow('ECONNREFUSED');
    expect(waits).toEqual([]);
  });

  it('fails at once with every other error', async () => {
    const { pace } = paceWith(false);
    await expect(pace.patiently(failing([named('AccessDenied')]))).rejects.toThrow('AccessDenied');
  });

  it('ends with the reason of its signal, before a call and during a wait', async () => {
    const controller = new AbortController();
    const real = new Pace({ ownEndpoint: false, signal: controller.signal });
    const waiting = real.wait();
    controller.abort(new Error('interrupted'));
    await expect(waiting).rejects.toThrow('interrupted');
    await expect(real.patiently(failing([]))).rejects.toThrow('interrupted');
  });
});
