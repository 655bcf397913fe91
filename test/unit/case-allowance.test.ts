import { describe, expect, it } from 'vitest';
import {
  CASE_KINDS,
  DISCLOSURE_POLICY,
  doesCaseAllow,
  PURPOSES,
  type Case,
} from '../../packages/capabilities/parcel/src/domain/index.ts';

const made: Case = {
  caseId: 'c',
  parcelId: 'p',
  kind: 'dispute',
  reason: 'lost',
  state: 'open',
  openedBy: 'lead',
  openedAt: 0,
};

const read = { parcelId: 'p', purpose: 'dispute', readerId: 'agent' } as const;

describe('a case', () => {
  it('lets others read its parcel for its purpose', () => {
    expect(doesCaseAllow(made, read)).toBe(true);
  });

  it.each<[string, Partial<Case>]>([
    ['is closed', { state: 'closed' }],
    ['names another parcel', { parcelId: 'q' }],
    ['was opened by the reader', { openedBy: 'agent' }],
  ])('allows nothing where it %s', (_, change) => {
    expect(doesCaseAllow({ ...made, ...change }, read)).toBe(false);
  });

  it('allows no purpose but that of its kind', () => {
    for (const kind of CASE_KINDS)
      expect(PURPOSES.filter((purpose) => doesCaseAllow({ ...made, kind }, { ...read, purpose }))).toEqual([
        kind,
      ]);
  });

  it('can be of every kind that a line of the policy needs, and of no other', () => {
    const needing = DISCLOSURE_POLICY.filter(({ needs }) => needs === 'case').map(({ purpose }) => purpose);
    expect(CASE_KINDS).toEqual(needing);
  });
});
