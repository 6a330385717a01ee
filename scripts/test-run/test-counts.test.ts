import { describe, expect, it } from 'vitest';
import { addCounts, playwrightCounts, summary, vitestCounts } from './test-counts';

describe('summary', () => {
  it('names skipped tests only where there are some', () => {
    expect(summary({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
    expect(summary({ passed: 1, failed: 2, skipped: 3 })).toBe('1 passed, 2 failed, 3 skipped');
  });
});

describe('counts of reports', () => {
  const unit = {
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
      { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
      { status: 'failed', assertionResults: [] },
    ],
  };
  const endToEnd = { stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 1 }, errors: [{}] };

  it('counts a test file that did not load as a failure', () => {
    expect(vitestCounts(unit)).toEqual({ passed: 5, failed: 2, skipped: 3 });
  });
  it('counts flaky tests and errors outside of tests as failures', () => {
    expect(playwrightCounts(endToEnd)).toEqual({ passed: 7, failed: 3, skipped: 1 });
  });
  it('sums both', () => {
    expect(addCounts(vitestCounts(unit), playwrightCounts(endToEnd))).toEqual({
      passed: 12,
      failed: 5,
      skipped: 4,
    });
  });
  it('refuses what is no report', () => {
    expect(() => playwrightCounts({ stats: {}, errors: [] })).toThrow(TypeError);
  });
});
