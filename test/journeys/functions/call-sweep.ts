import { expect, it } from 'vitest';
import { callIntents } from '../../../packages/capabilities/caller-id/src/store/call-intents.ts';
import type { Deployment } from '../../support/deployment.ts';
import { linesOf, RFC_3339 } from '../../support/function-process.ts';
import { SCHEDULED } from './scheduled.ts';

const MINUTE = 60_000;

/** A declared call that did not ring in time: its end, and then the end of its number. And one that went on for too long. */
export const callSweep = (system: Deployment): void => {
  it('of calls ends what did not ring and what went on for too long, destroys whom it called, and says what was done', async () => {
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
    const sweeper = system.functions['call-sweeper'];
    for (let times = 0; times < 2; times += 1) await sweeper.invoke(SCHEDULED);
    expect((await intents.intent('demo', intentId))?.state).toBe('expired');
    expect((await intents.intent('demo', long.intentId))?.state).toBe('ended');
    // Other chapters have declared calls as well.
    const some = expect.any(Number) as number;
    const done = { revoked: some, forgotten: some, open: 0, failed: 0, remaining: false };
    const said = { level: 'info', finding: 'calls-swept', leftOver: false, ...done };
    const timestamp = expect.stringMatching(RFC_3339) as string;
    expect(linesOf(sweeper)).toEqual(
      [1, 0].map((times) => ({ timestamp, ...said, expired: times, ended: times })),
    );
    expect(linesOf(sweeper)[1]).toMatchObject({ forgotten: expect.toSatisfy((count) => Number(count) > 0) });
  });
};
