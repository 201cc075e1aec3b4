import { type DriverOptions, startTypeDriver, type TypeDriver } from './type-driver';

/** Drivers that work side by side: much of a fault's time is waiting. */
export interface Slots {
  /** One piece of work, on the next driver that is free. */
  with<T>(work: (driver: TypeDriver) => Promise<T>): Promise<T>;
  /** Every item, in no order; fails with the first failure, after the others have ended. */
  each<T>(items: readonly T[], work: (driver: TypeDriver, item: T) => Promise<void>): Promise<void>;
}

/** Starts `count` drivers, and ends them after the work. */
export async function inSlots(
  { count, ...options }: DriverOptions & { count: number },
  work: (slots: Slots) => Promise<void>,
): Promise<void> {
  const drivers = await Promise.all(Array.from({ length: count }, () => startTypeDriver(options)));
  const free = [...drivers];
  const waiting: ((driver: TypeDriver) => void)[] = [];
  const take = async () => free.pop() ?? new Promise<TypeDriver>((done) => waiting.push(done));
  const giveBack = (driver: TypeDriver) => {
    const next = waiting.shift();
    if (next === undefined) free.push(driver);
    else next(driver);
  };
  const slots: Slots = {
    async with(act) {
      const driver = await take();
      try {
        return await act(driver);
      } finally {
        giveBack(driver);
      }
    },
    async each(items, act) {
      const ended = await Promise.allSettled(items.map((item) => slots.with((driver) => act(driver, item))));
      const failed = ended.find((result) => result.status === 'rejected');
      if (failed !== undefined) throw (failed as PromiseRejectedResult).reason;
    },
  };
  try {
    await work(slots);
  } finally {
    await Promise.all(drivers.map((driver) => driver.stop()));
  }
}
