/** What the tool's reports (JUnit XML, one for each input set) add up to. */
export interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const NOTHING: Count = { passed: 0, failed: 0, skipped: 0 };

/**
 * Adds up the reports of a run.
 * @param sets how many input sets there are: after a set that fails, the tool runs no more, and each counts as a failure
 * @param code the tool's exit code
 */
export function countReports(reports: readonly string[], sets: number, code: number): Count {
  const count = reports.map(countReport).reduce(add, NOTHING);
  const missing = Math.max(0, sets - reports.length);
  const failed = count.failed + missing;
  // A tool that fails without a failed test has failed all the same, and a run without a test proves nothing.
  return { ...count, failed: failed === 0 && (code !== 0 || count.passed === 0) ? 1 : failed };
}

export const add = (one: Count, other: Count): Count => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
});

function countReport(report: string): Count {
  const sum = (name: string): number =>
    [...report.matchAll(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`, 'g'))].reduce(
      (total, [, n]) => total + Number(n),
      0,
    );
  const failed = sum('failures') + sum('errors');
  const skipped = sum('skipped');
  return { passed: sum('tests') - failed - skipped, failed, skipped };
}

/** Each skipped test of a report, with the reason. */
export const skips = (report: string): string[] =>
  [...report.matchAll(/\bname="([^"]+)"[^>]*>\s*<skipped [^>]*message="([^"]*)"/g)].map(
    ([, name, reason]) => `${name}: ${reason}`,
  );
