import { reportIndexFindings } from '@temkin/composition';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const told: unknown[] = [];

beforeEach(() => {
  told.length = 0;
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    const { timestamp: _, ...rest } = JSON.parse(String(line)) as Readonly<Record<string, unknown>>;
    told.push(rest);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

describe('what a run of the follower found wrong', () => {
  it('is a line for each kind, with how many', () => {
    reportIndexFindings({ foreign: 1, missing: 3 });
    expect(told).toEqual([
      { level: 'warn', finding: 'foreign-log-entry', count: 1 },
      { level: 'warn', finding: 'writer-gap', count: 3 },
    ]);
  });

  it('is no line where all is well', () => {
    reportIndexFindings({ foreign: 0, missing: 0 });
    expect(told).toEqual([]);
  });
});
