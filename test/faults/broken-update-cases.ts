import { S3 } from '@aws-sdk/client-s3';
import { ROOT_KEYS } from '../../local/engine/endpoint';
import { SOURCE_BUCKET } from '../support/source-bucket';
import { uniqueName } from '../support/tools';
import { type BrokenUpdate, brokenUpdates } from './broken-updates';
import { type FaultyEngine, startFaultyEngine } from './engine';
import { image } from './template';

/** A zip's end record with no entries. */
const EMPTY_ZIP = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);

/** The tests of refused updates: one stack serves for all, since each rollback leaves it as it was. */
export function refusedUpdates(choose: (all: BrokenUpdate[]) => BrokenUpdate[]): void {
  const folder = uniqueName('refused');
  const name = uniqueName('stack');
  let faulty: FaultyEngine;
  beforeAll(async () => {
    faulty = await startFaultyEngine();
    await uploadObjects(faulty.engine.endpoint, folder);
    await faulty.stacks.create(name, image(name, 'one'));
  }, 120_000);
  afterAll(async () => {
    await faulty.stacks.delete(name);
    await faulty.stop();
  });

  it.each(choose(brokenUpdates(folder)))(
    'an update with $name ends in UPDATE_ROLLBACK_COMPLETE with the old image',
    async ({ properties, reason, rule }) => {
      const { stacks, proxy, state } = faulty;
      const before = { ...(await stacks.settled(name)), ...(await state.of(name)) };
      const images = await state.images(name);
      proxy.break(rule ?? (() => undefined));
      const { status } = await stacks.update(name, image(name, 'one', properties));
      proxy.heal();
      expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
      expect(await failureOf(faulty, name)).toMatch(reason);
      const after = { ...(await stacks.settled(name)), ...(await state.of(name)) };
      expect({ ...after, status: '' }).toEqual({ ...before, status: '' });
      expect(await state.images(name)).toEqual(images);
    },
    60_000,
  );
}

/** Why the builder's newest update failed. */
async function failureOf({ stacks }: FaultyEngine, name: string): Promise<string> {
  const events = await stacks.events(name);
  const failure = events.find(
    ({ LogicalResourceId, ResourceStatus }) =>
      LogicalResourceId === 'Image' && /^(CREATE|UPDATE)_FAILED$/.test(ResourceStatus ?? ''),
  );
  return failure?.ResourceStatusReason ?? 'no failure';
}

async function uploadObjects(endpoint: string, folder: string): Promise<void> {
  const s3 = new S3({
    endpoint,
    region: 'us-east-1',
    credentials: ROOT_KEYS,
    forcePathStyle: true,
  });
  const Bucket = SOURCE_BUCKET;
  await s3.putObject({ Bucket, Key: `${folder}/text.zip`, Body: 'not an archive' });
  await s3.putObject({ Bucket, Key: `${folder}/empty.zip`, Body: EMPTY_ZIP });
}
