import { lastOperation } from '../../../cli/stack/last-operation';
import { ofStack, stackEvent } from '../../support/stack-event';

const statuses = (words: string) => words.split(' ').map((status) => ofStack(status));

describe('the last operation of a stack', () => {
  it.each([
    ['CREATE_IN_PROGRESS CREATE_COMPLETE UPDATE_IN_PROGRESS', 2],
    ['CREATE_IN_PROGRESS CREATE_COMPLETE UPDATE_IN_PROGRESS UPDATE_COMPLETE', 2],
    ['REVIEW_IN_PROGRESS CREATE_IN_PROGRESS CREATE_COMPLETE', 1],
    ['CREATE_IN_PROGRESS ROLLBACK_IN_PROGRESS ROLLBACK_COMPLETE', 0],
    ['CREATE_IN_PROGRESS ROLLBACK_IN_PROGRESS ROLLBACK_COMPLETE DELETE_IN_PROGRESS DELETE_COMPLETE', 3],
    ['CREATE_IN_PROGRESS DELETE_IN_PROGRESS DELETE_COMPLETE', 1],
    ['CREATE_COMPLETE UPDATE_IN_PROGRESS UPDATE_COMPLETE_CLEANUP_IN_PROGRESS UPDATE_COMPLETE', 1],
    [
      'CREATE_COMPLETE UPDATE_IN_PROGRESS UPDATE_ROLLBACK_IN_PROGRESS UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS UPDATE_ROLLBACK_COMPLETE',
      1,
    ],
    [
      'UPDATE_IN_PROGRESS UPDATE_ROLLBACK_IN_PROGRESS UPDATE_ROLLBACK_FAILED UPDATE_ROLLBACK_IN_PROGRESS UPDATE_ROLLBACK_COMPLETE',
      3,
    ],
  ])('of %s begins at event %i', (words, start) => {
    const events = statuses(words);
    expect(lastOperation(events)).toEqual(events.slice(start));
  });

  it('contains the events of its resources, and none of an earlier failure', () => {
    const earlier = [
      ofStack('CREATE_IN_PROGRESS'),
      stackEvent('Old', 'CREATE_FAILED'),
      ofStack('CREATE_FAILED'),
    ];
    const last = [ofStack('UPDATE_IN_PROGRESS'), stackEvent('Web', 'UPDATE_FAILED')];
    expect(lastOperation([...earlier, ...last])).toEqual(last);
  });

  it('does not begin at a nested stack', () => {
    const events = [ofStack('UPDATE_IN_PROGRESS'), ofStack('UPDATE_IN_PROGRESS', { logicalId: 'Nested' })];
    expect(lastOperation(events)).toEqual(events);
  });

  it('of no events is empty', () => {
    expect(lastOperation([])).toEqual([]);
  });
});
