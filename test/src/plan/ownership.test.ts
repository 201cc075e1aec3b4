import { belongsTo, builderOf, keepOwner, type Owner, ownerTags } from '../../../src/plan/ownership';

const owner: Owner = { stackId: 'arn:aws:cloudformation:r:1:stack/shop/1', logicalId: 'Image', token: 't-1' };

describe('the owner tags', () => {
  it('name the builder, the stack, the logical id and the request, but not the request token itself', () => {
    const tags = ownerTags('web', owner);
    expect(builderOf(tags)).toBe('web');
    expect(Object.values(tags)).toContain(owner.stackId);
    expect(JSON.stringify(tags)).not.toContain('t-1');
  });

  it('identify the same create when it is tried again', () => {
    expect(belongsTo(ownerTags('web', owner), 'web', owner)).toBe(true);
  });

  it.each([
    ['another request', { ...owner, token: 't-2' }],
    ['another stack', { ...owner, stackId: 'arn:aws:cloudformation:r:1:stack/shop/2' }],
    ['another logical id', { ...owner, logicalId: 'Other' }],
  ])('distinguish %s', (_what, other) => {
    const tags = ownerTags('web', other);
    expect(belongsTo(tags, 'web', owner)).toBe(false);
    expect(belongsTo(tags, 'web')).toBe(true);
  });

  it('of another builder, or none, mean that a resource is not ours', () => {
    expect(belongsTo(ownerTags('shop', owner), 'web')).toBe(false);
    expect(belongsTo({}, 'web')).toBe(false);
    expect(builderOf({ team: 'web' })).toBeUndefined();
  });

  it('survive an update by anyone', () => {
    const created = { ...ownerTags('web', owner), team: 'a' };
    expect(keepOwner({ ...ownerTags('web', undefined), team: 'b' }, created)).toEqual({
      ...ownerTags('web', owner),
      team: 'b',
    });
  });
});
