import fc from 'fast-check';
import { buildspec, userCommands } from '../../../src/plan/buildspec';

describe('the buildspec', () => {
  it('returns the commands that it was created from', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string(), { maxLength: 5 }),
        fc.array(fc.string(), { maxLength: 5 }),
        (install, preBuild) => {
          expect(userCommands(buildspec({ install, preBuild }))).toEqual({ install, preBuild });
        },
      ),
    );
  });

  it("refuses commands beyond CodeBuild's limit, and says how many characters are allowed", () => {
    expect(() => buildspec({ install: ['x'.repeat(26_000)], preBuild: [] })).toThrow(
      /at most \d+ are allowed \(CodeBuild's limit/,
    );
  });
});
