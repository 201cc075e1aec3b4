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

  it('leaves most of its length to the commands of the user', () => {
    expect(buildspec({ install: [], preBuild: [] }).length).toBeLessThan(12_800);
  });

  it('keeps to what bash 4.2 knows, which Amazon Linux 2 has', () => {
    expect(buildspec({ install: [], preBuild: [] })).not.toMatch(
      /mapfile|readarray|local -n|declare -n|wait -n|\$\{\w+@[A-Z]\}|\|&|coproc/,
    );
  });

  it("refuses commands beyond CodeBuild's limit, and says how many characters are allowed", () => {
    expect(() => buildspec({ install: ['x'.repeat(26_000)], preBuild: [] })).toThrow(
      /at most \d+ are allowed \(CodeBuild's limit/,
    );
  });
});
