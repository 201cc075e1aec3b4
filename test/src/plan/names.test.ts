import fc from 'fast-check';
import { BUILDER_NAME, builderOfProject, generatedName, namesOf } from '../../../src/plan/names';

describe('names', () => {
  it('are valid and the same for the same request, for any stack name and logical ID', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.uuid(), (stack, logicalId, token) => {
        const name = generatedName(`arn:aws:cloudformation:r:1:stack/${stack}/id`, logicalId, token);
        expect(name).toMatch(BUILDER_NAME);
        expect(name.length).toBeLessThanOrEqual(100);
        expect(generatedName(`arn:aws:cloudformation:r:1:stack/${stack}/id`, logicalId, token)).toBe(name);
      }),
    );
  });

  it('of a project lead back to its builder', () => {
    expect(builderOfProject(namesOf('web-app').project)).toBe('web-app');
    expect(builderOfProject('docker-builder-Not_Ours')).toBeUndefined();
    expect(builderOfProject('other')).toBeUndefined();
  });
});
