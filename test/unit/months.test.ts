import { describe, expect, it } from 'vitest';
import { monthsBetween } from '@temkin/audit/domain';

describe('the months between two instants', () => {
  it('are each there once, those of both instants with them', () => {
    const [from, to] = [Date.UTC(2026, 10, 30, 23), Date.UTC(2027, 1)];
    expect(monthsBetween(from, to)).toEqual(['202611', '202612', '202701', '202702']);
    expect(monthsBetween(from, from)).toEqual(['202611']);
  });

  it('are none where the second is before the first, or one of them is no instant', () => {
    expect(monthsBetween(1, 0)).toEqual([]);
    expect(monthsBetween(Number.NaN, 0)).toEqual([]);
    expect(monthsBetween(0, Number.NaN)).toEqual([]);
  });
});
