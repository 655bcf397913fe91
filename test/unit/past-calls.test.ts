import { pastCalls, type CallIntent } from '@temkin/caller-id/domain';
import { describe, expect, it } from 'vitest';

const MINUTE = 60_000;
const NOW = Date.parse('2026-11-23T15:00:00+07:00');

/** A call of this morning that is over, unless something of it is said to be otherwise. */
const call = (change: Partial<CallIntent> = {}): CallIntent => {
  const createdAt = change.createdAt ?? NOW - 300 * MINUTE;
  return {
    intentId: 'intent',
    state: 'ended',
    mode: 'masked',
    declared: 'before',
    number: '+842439447788',
    shipper: 'shipper-an',
    shiftId: 'shift',
    parcelId: 'parcel',
    hashKeyId: '2026-11',
    recipientHash: 'recipient',
    spokenHash: new Uint8Array(16),
    createdAt,
    ringBy: createdAt + 2 * MINUTE,
    endBy: createdAt + 30 * MINUTE,
    endedAt: createdAt + MINUTE,
    dueAt: 0,
    signatures: 0,
    eventId: 'event',
    version: 1,
    ...change,
  };
};

const told = (...calls: readonly CallIntent[]) => pastCalls(calls, () => true, NOW);

describe('calls that are told to whom they reached', () => {
  it('are told by the number that rang and when they were declared, the latest first', () => {
    const later = call({ createdAt: NOW - 100 * MINUTE });
    expect(told(call(), later)).toStrictEqual(
      [later, call()].map(({ createdAt, number }) => ({ at: createdAt, number, live: false })),
    );
  });

  it('are told without a number of the pool where they were declared late, and by when they were made', () => {
    const calledAt = NOW - 64 * MINUTE;
    const late = { declared: 'late', mode: 'own-sim', endedAt: calledAt, endBy: calledAt } as const;
    const made = call({ ...late, createdAt: NOW - 60 * MINUTE });
    expect(told(made)).toStrictEqual([{ at: calledAt, live: false }]);
  });
});
