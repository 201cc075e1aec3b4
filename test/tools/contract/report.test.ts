import { countReports, skips } from '../../../tools/contract/report';

const suite = (tests: number, failures = 0, errors = 0, skipped = 0, inside = ''): string =>
  `<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" errors="${errors}" ` +
  `failures="${failures}" skipped="${skipped}" tests="${tests}" time="1.5">${inside}</testsuite></testsuites>`;

describe('the count of contract tests', () => {
  it('is the sum of the reports of all input sets', () => {
    expect(countReports([suite(15), suite(15)], 2, 0)).toEqual({ passed: 30, failed: 0, skipped: 0 });
  });

  it('tells failures, errors and skips apart from what passed', () => {
    expect(countReports([suite(15, 1, 2, 3), suite(15)], 2, 1)).toEqual({
      passed: 24,
      failed: 3,
      skipped: 3,
    });
  });

  it('counts each set that did not run as a failure: the tool stops at the first set that fails', () => {
    expect(countReports([suite(15, 1)], 4, 1)).toEqual({ passed: 14, failed: 4, skipped: 0 });
  });

  it.each<[string, string[], number]>([
    ['the tool failed with no failed test', [suite(15)], 1],
    ['no test ran', [suite(0)], 0],
    ['only skipped tests ran', [suite(2, 0, 0, 2)], 0],
  ])('fails if %s', (_, reports, code) => {
    expect(countReports(reports, reports.length, code).failed).toBe(1);
  });

  it('fails if the tool wrote no report', () => {
    expect(countReports([], 1, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

it('each skip is named with its reason', () => {
  const cases =
    '<testcase classname="handler_create" name="contract_create_list" time="0.1"><skipped type="pytest.skip" ' +
    'message="not taggable">there: not taggable</skipped></testcase><testcase name="passed" time="0.1"/>';
  expect(skips(suite(2, 0, 0, 1, cases))).toEqual(['contract_create_list: not taggable']);
});
