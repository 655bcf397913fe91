import { expect, it } from 'vitest';
import { callIntents } from '../../../packages/capabilities/caller-id/src/store/call-intents.ts';
import { callReports } from '../../../packages/capabilities/caller-id/src/store/call-reports.ts';
import type { Deployment } from '../../support/deployment.ts';
import { linesOf, RFC_3339 } from '../../support/function-process.ts';
import { SCHEDULED } from './scheduled.ts';

const MINUTE = 60_000;

/**
 * A declared call that did not ring in time: its end, and then the end of its number; one that went on for too long; and a report of
 * a call that nobody declared.
 */
export const callSweep = (system: Deployment): void => {
  it('of calls ends what did not ring or went on for too long, destroys whom it called, joins what was reported, and says what was done', async () => {
    const { table } = system.store;
    const intents = callIntents(table);
    const [intentId, createdAt] = [crypto.randomUUID(), Date.now() - 5 * MINUTE];
    const call = {
      intentId,
      state: 'created',
      mode: 'masked',
      declared: 'before',
      number: '+842471000001',
      // Has no live call of another chapter.
      shipper: 'shipper-binh',
      shiftId: 'shift',
      parcelId: 'parcel',
      hashKeyId: 'key',
      recipientHash: 'hash',
      spokenHash: new Uint8Array(16),
      createdAt,
      ringBy: createdAt + 2 * MINUTE,
      endBy: createdAt + 30 * MINUTE,
      dueAt: createdAt + 2 * MINUTE,
      signatures: 0,
      told: false,
      wrongCodes: 0,
      eventId: crypto.randomUUID(),
      version: 1,
    } as const;
    const endBy = createdAt + 4 * MINUTE;
    const long = {
      ...call,
      intentId: crypto.randomUUID(),
      state: 'answered',
      recipientHash: 'other',
      shipper: 'shipper-dat',
      endBy,
      dueAt: endBy,
    } as const;
    for (const one of [call, long])
      await table.transact(intents.createWrites('demo', one, []), crypto.randomUUID());
    const report = {
      reportId: crypto.randomUUID().replaceAll('-', '').slice(0, 16),
      kind: 'call',
      receivedAt: createdAt,
      calledAt: createdAt,
      shownOf: 'pool',
      names: [{ keyId: 'key', numberHash: 'of no call', lastFourHash: 'of nobody' }],
      keyId: 'key',
      content: { nonce: new Uint8Array(24), ciphertext: new Uint8Array(16) },
      fileReceipt: { eventId: crypto.randomUUID(), leaf: 'leaf' },
      eventId: crypto.randomUUID(),
    } as const;
    const expiresAtSeconds = Math.ceil(createdAt / 1_000) + 86_400;
    const filed = callReports(table).fileWrites('demo', report, { dueAt: createdAt, expiresAtSeconds });
    await table.transact(filed, crypto.randomUUID());
    const sweeper = system.functions['call-sweeper'];
    for (let times = 0; times < 2; times += 1) await sweeper.invoke(SCHEDULED);
    expect((await callReports(table).find('demo', report.reportId))?.outcome).toBe('spoofed-own-number');
    expect((await intents.intent('demo', intentId))?.state).toBe('expired');
    expect((await intents.intent('demo', long.intentId))?.state).toBe('ended');
    // Other chapters have declared calls as well.
    const some = expect.any(Number) as number;
    const done = { revoked: some, forgotten: some, open: 0, failed: 0, remaining: false };
    const said = { level: 'info', finding: 'calls-swept', leftOver: false, ...done };
    const timestamp = expect.stringMatching(RFC_3339) as string;
    const lines = linesOf(sweeper);
    const swept = lines.filter(({ finding }) => finding === 'calls-swept');
    expect(swept).toEqual([1, 0].map((times) => ({ timestamp, ...said, expired: times, ended: times })));
    expect(swept[1]).toMatchObject({ forgotten: expect.toSatisfy((count) => Number(count) > 0) });
    const none = { 'declared-own-call': 0, 'undeclared-own-call': 0, 'spoofed-own-number': 0, unknown: 0 };
    const joined = { level: 'info', finding: 'reports-joined', leftOver: false, failed: 0, remaining: false };
    expect(lines.filter(({ finding }) => finding !== 'calls-swept')).toEqual([
      { timestamp, level: 'warn', finding: 'call-spoofed', tenant: 'demo' },
      ...[1, 0].map((spoofed) => ({
        timestamp,
        ...joined,
        joined: { ...none, 'spoofed-own-number': spoofed },
      })),
    ]);
  });
};
