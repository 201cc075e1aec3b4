import { causeOf } from '../../../cli/stack/cause';
import { ofStack, stackEvent } from '../../support/stack-event';

describe('the cause of a failure', () => {
  it('is the first failure, not one of its consequences', () => {
    const events = [
      ofStack('CREATE_IN_PROGRESS'),
      stackEvent('A', 'CREATE_FAILED', { reason: 'Resource creation cancelled' }),
      stackEvent('Web', 'CREATE_FAILED', { reason: 'the image build failed' }),
      ofStack('ROLLBACK_IN_PROGRESS', { reason: 'The following resource(s) failed to create: [Web].' }),
    ];
    expect(causeOf(events)).toMatchObject({ logicalId: 'Web', reason: 'the image build failed' });
  });

  it("is the stack's own reason when no resource failed", () => {
    expect(
      causeOf([ofStack('ROLLBACK_IN_PROGRESS', { reason: 'Validation failure detected' })]),
    ).toMatchObject({ reason: 'Validation failure detected' });
  });

  it('is a consequence when nothing else is known', () => {
    const events = [stackEvent('A', 'UPDATE_FAILED', { reason: 'Resource update cancelled' })];
    expect(causeOf(events)).toMatchObject({ logicalId: 'A' });
  });

  it('says so when CloudFormation gives no reason', () => {
    expect(causeOf([stackEvent('A', 'DELETE_FAILED')])?.reason).toBe('CloudFormation gave no reason');
  });

  it('is missing when nothing failed', () => {
    expect(causeOf([ofStack('CREATE_COMPLETE')])).toBeUndefined();
  });
});
