import {
  checkAnswerStep,
  checkLimits,
  proofsOf,
  recipientHash,
  spokenHash,
  type CallIntent,
} from '@temkin/caller-id/domain';
import { cryptoReady, keyRing } from '@temkin/crypto';
import { systemRandom, toHex } from '@temkin/kernel';
import { tableWrappedKeys } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { callIntents } from '../../packages/capabilities/caller-id/src/store/call-intents.ts';
import { checkCounts } from '../../packages/capabilities/caller-id/src/store/check-counts.ts';
import { poolNumbers } from '../../packages/capabilities/caller-id/src/store/pool-numbers.ts';
import {
  checkCall,
  type CheckedCall,
  type ShownProof,
} from '../../packages/capabilities/caller-id/src/usecases/check-call.ts';
import { instantWait } from '../support/instant-wait.ts';
import { memoryRootKey } from '../support/memory-root-key.ts';
import { memoryTable } from '../support/memory-table.ts';
import { watchedTable } from '../support/watched-table.ts';

await cryptoReady;

const NUMBER = '+842439447788';
const PHONE = '+84912345678';
const CODE = '4827';
const STEP = checkAnswerStep.at(-1)?.value ?? 0;
const NOW = Date.parse('2026-11-23T08:00:00+07:00');

/** A declared call, and whoever asks about it; nothing takes time but what is waited for. */
const world = async () => {
  const table = memoryTable();
  const asked: string[] = [];
  const watched = watchedTable(table, asked);
  const clock = { now: () => NOW };
  const { wait, waited } = instantWait();
  const ring = keyRing({
    rootKey: memoryRootKey(),
    wrappedKeys: tableWrappedKeys(table, clock),
    clock,
    random: systemRandom,
    epochs: 'shared',
  });
  const { id: hashKeyId, key } = await ring.current('demo', 'call');
  const madeWith = (intentId: string, code: string, change: Partial<CallIntent> = {}): CallIntent => ({
    intentId,
    state: 'announced',
    mode: 'masked',
    declared: 'before',
    number: NUMBER,
    shipper: 'shipper-an',
    shiftId: 'shift',
    parcelId: 'parcel',
    hashKeyId,
    recipientHash: recipientHash(key, PHONE),
    spokenHash: spokenHash(key, intentId, code),
    createdAt: NOW,
    ringBy: NOW + 120_000,
    endBy: NOW + 1_800_000,
    dueAt: NOW + 120_000,
    signatures: 0,
    eventId: 'none',
    version: 1,
    ...change,
  });
  const proofs = proofsOf(key, { number: NUMBER, phone: PHONE, waybillNumber: 'EK000000017VN' });
  const declare = async (intentId: string, code: string, change?: Partial<CallIntent>): Promise<void> => {
    const writes = callIntents(table).createWrites('demo', madeWith(intentId, code, change), proofs);
    const { outcome } = await table.transact(writes, toHex(systemRandom(16)));
    if (outcome !== 'committed') throw new Error('the call is not declared');
  };
  await declare(crypto.randomUUID(), CODE);
  const check = checkCall({
    ring,
    calls: callIntents(watched),
    numbers: poolNumbers(watched),
    counts: checkCounts(watched),
    companies: { exists: async () => true },
    shippers: { mayCall: async () => true },
    findings: { report: ({ finding }) => asked.push(finding) },
    clock,
    random: systemRandom,
    wait,
  });
  let network = 0;
  /** One question, of a network that has not asked before. */
  const askBy = async (proof: ShownProof, spokenCode?: string, from = `network-${(network += 1)}`) => {
    const [before, waitedBefore] = [asked.length, waited.length];
    const answer = await check('demo', {
      callingNumber: NUMBER,
      proof,
      network: from,
      ...(spokenCode !== undefined && { spokenCode }),
    });
    return { answer, asked: asked.slice(before).toSorted(), waited: waited.slice(waitedBefore) };
  };
  const ask = (ownLast4: string, spokenCode?: string) => askBy({ ownLast4 }, spokenCode);
  return { ask, askBy, declare };
};

const guesses = Array.from({ length: 10_000 }, (_, n) => String(n).padStart(4, '0'));

const shapeOf = (
  seen: { asked: readonly string[]; waited: readonly number[] },
  answer: CheckedCall,
): string => JSON.stringify([answer, seen.asked, seen.waited]);

describe('ten thousand guesses, each of another network', () => {
  it('of four digits are one answer, the same requests to the store and one time, and tell of a call once at most', async () => {
    const { ask } = await world();
    const [misses, results] = [new Set<string>(), new Map<string, number>()];
    for (const guess of guesses) {
      const { answer, ...seen } = await ask(guess);
      results.set(answer.result, (results.get(answer.result) ?? 0) + 1);
      if (answer.result === 'NO_MATCH') misses.add(shapeOf(seen, answer));
      expect(seen.waited).toEqual([STEP - 1]);
    }
    expect(misses.size).toBe(1);
    expect([...results].filter(([result]) => result !== 'NO_MATCH' && result !== 'MATCH')).toEqual([]);
    expect(results.get('MATCH') ?? 0).toBeLessThanOrEqual(1);
    // Nobody is locked out by them.
    expect((await ask(PHONE.slice(-4), CODE)).answer.result).toBe('CONFIRMED');
  });

  it('of the code, by somebody who knows the four digits, are looked at thirty times', async () => {
    const { ask } = await world();
    const misses = new Set<string>();
    const wrong = guesses.filter((guess) => guess !== CODE);
    for (const guess of wrong.slice(0, 9_999)) {
      const { answer, ...seen } = await ask(PHONE.slice(-4), guess);
      misses.add(shapeOf(seen, answer));
    }
    expect(misses.size).toBe(1);
    expect((await ask(PHONE.slice(-4), CODE)).answer.result).toBe('NO_MATCH');
  });

  it('of four digits before an hour’s limit of a number is reached tell of a call once, whoever asks again', async () => {
    const { ask } = await world();
    const answers = [PHONE.slice(-4), PHONE.slice(-4)];
    const results = [];
    for (const guess of answers) results.push((await ask(guess)).answer.result);
    expect(results).toEqual(['MATCH', 'NO_MATCH']);
    expect(checkLimits.at(-1)?.value.requestsPerNumber).toBeGreaterThan(results.length);
  });
});

describe('several calls to whom one proof leads', () => {
  it('have no more guesses at the code of an earlier one than the latest leaves', async () => {
    const { ask, declare } = await world();
    const earlier = { createdAt: NOW - 120_000, endedAt: NOW - 60_000 };
    await declare(crypto.randomUUID(), '9313', { ...earlier, state: 'ended' });
    const wrong = guesses.filter((guess) => guess !== CODE && guess !== '9313');
    for (const guess of wrong.slice(0, 30)) await ask(PHONE.slice(-4), guess);
    for (const code of [CODE, '9313'])
      expect((await ask(PHONE.slice(-4), code)).answer.result).toBe('NO_MATCH');
  });

  it('are all looked at, as far as they can be going on', async () => {
    const { ask, declare } = await world();
    // A telephone at a reception: a shipper called a dozen times and gave up.
    for (let n = 0; n < 12; n += 1) {
      const at = NOW - (n + 3) * 60_000;
      await declare(`ffffffff-ffff-4fff-8fff-fffffffffff${n.toString(16)}`, '0000', {
        state: 'cancelled',
        createdAt: at,
        ringBy: at + 120_000,
        endBy: at + 1_800_000,
        endedAt: at + 60_000,
      });
    }
    expect((await ask(PHONE.slice(-4), CODE)).answer.result).toBe('CONFIRMED');
  });
});

describe('somebody whose number was shown to be their own', () => {
  const mine = { ownNumber: PHONE };

  it('has the code confirmed that the caller speaks, however many wrong ones others have sent', async () => {
    const { ask, askBy } = await world();
    for (const guess of guesses.slice(0, 40)) await ask(PHONE.slice(-4), guess);
    const answer = await askBy(mine, CODE);
    expect(answer.answer.result).toBe('CONFIRMED');
    expect(answer.asked).toEqual((await ask('0001')).asked);
  });

  it('has three wrong codes as everybody has', async () => {
    const { ask, askBy } = await world();
    for (const guess of guesses.slice(0, 40)) await ask(PHONE.slice(-4), guess);
    for (const guess of ['0000', '0001', '0002'])
      expect((await askBy(mine, guess, 'own')).answer.result).toBe('NO_MATCH');
    expect((await askBy(mine, CODE, 'own')).answer.result).toBe('NO_MATCH');
    expect((await askBy(mine, undefined, 'own')).answer.result).toBe('MATCH');
  });
});
