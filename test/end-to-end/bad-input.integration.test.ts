import { join } from 'node:path';
import { deploy, inline, template } from '../support/builder-template';
import { aws, eventsOf, folderOf, leftovers, uniqueName } from '../support/tools';
import { badInput } from './bad-input';

/** One that S3 shows, one that the archive shows and one that the schema shows. */
const SAMPLE = ['a missing object', 'a zip without the Dockerfile', 'an unknown platform'];

describe('bad input is refused before anything is created', () => {
  badInput((name) => SAMPLE.includes(name));

  it('a name that is taken, whose builder stays as it was', async () => {
    const builder = uniqueName('taken');
    const folder = folderOf({ 't.yaml': template(builder, inline) });
    await deploy(join(folder.path, 't.yaml'), `${builder}-first`);
    expect((await deploy(join(folder.path, 't.yaml'), `${builder}-second`)).code).not.toBe(0);
    const failure = (await eventsOf(`${builder}-second`)).find(
      ({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED',
    );
    expect(failure?.ResourceStatusReason).toContain(`BuilderName "${builder}" is taken`);
    expect(await leftovers(builder)).toContain(`docker-builder-${builder}`);
    await aws('cloudformation', 'delete-stack', '--stack-name', `${builder}-first`);
    folder.remove();
  }, 60_000);
});
