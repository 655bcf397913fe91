import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cryptoReady } from '@temkin/crypto';
import { systemRandom } from '@temkin/kernel';
import {
  CALL_MOVES,
  CALL_STATES,
  dueAtOf,
  INTENT_ID,
  intentIdOf,
  isOverdue,
  lastFourProof,
  LIVE_STATES,
  mayMove,
  newSpokenCode,
  ownNumberProof,
  proofsOf,
  readNames,
  recipientHash,
  spokenHash,
  toPoolPhone,
  waybillProof,
} from '@temkin/caller-id/domain';

await cryptoReady;

const key = new Uint8Array(32).fill(7);

describe('a call', () => {
  it('moves on and never back, and not at all once it is over', () => {
    const moves = CALL_STATES.flatMap((from) => CALL_MOVES[from].map((to) => [from, to] as const));
    expect(moves.filter(([from, to]) => mayMove(to, from))).toEqual([]);
    expect(moves.filter(([from]) => !LIVE_STATES.includes(from))).toEqual([]);
  });

  it('is overdue where it did not ring in time or goes on for too long, and never once it is over', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CALL_STATES), fc.integer({ min: 0, max: 3_000 }), (state, now) => {
        const waits = state === 'created' || state === 'announced';
        const due = LIVE_STATES.includes(state) && now >= (waits ? 1_000 : 2_000);
        expect(isOverdue({ state, ringBy: 1_000, endBy: 2_000 }, now)).toBe(due);
      }),
    );
  });

  it('is due when it should ring, then when it should end, then when its key dies', () => {
    const times = { ringBy: 1_000, endBy: 2_000 };
    expect(dueAtOf({ state: 'created', ...times }, 1)).toBe(1_000);
    expect(dueAtOf({ state: 'answered', ...times }, 1)).toBe(2_000);
    expect(dueAtOf({ state: 'ended', ...times, endedAt: 1_500 }, 1)).toBe(61_500);
  });

  it('has a UUIDv4 that its seed leads to, and another for another', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (a, b) => {
          expect(intentIdOf(a)).toMatch(INTENT_ID);
          expect(intentIdOf(a) === intentIdOf(b)).toBe(a.every((byte, at) => byte === b[at]));
        },
      ),
    );
  });
});

describe('a proof', () => {
  it('of one kind, key or number is never one of another', () => {
    const [number, phone, waybillNumber] = ['+842471000001', '+84912345678', '5678'];
    const hashes = [
      ...proofsOf(key, { number, phone, waybillNumber }),
      recipientHash(key, phone),
      lastFourProof(key, '+842471000002', '5678'),
      lastFourProof(new Uint8Array(32), number, '5678'),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashes.slice(0, 3)).toEqual([
      lastFourProof(key, number, '5678'),
      waybillProof(key, number, waybillNumber),
      ownNumberProof(key, number, phone),
    ]);
  });

  it('by a spoken code is of one call', () => {
    expect(spokenHash(key, 'a', '0000')).not.toEqual(spokenHash(key, 'b', '0000'));
  });
});

describe('a code to speak', () => {
  it('is four digits, each of them equally likely', () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 20_000; i++) {
      const code = newSpokenCode(systemRandom);
      expect(code).toMatch(/^\d{4}$/);
      for (const digit of code) counts.set(digit, (counts.get(digit) ?? 0) + 1);
    }
    for (const count of counts.values()) expect(Math.abs(count - 8_000)).toBeLessThan(600);
  });

  it('is drawn again where a number would make some more likely', () => {
    const draws = [Uint8Array.of(0xff, 0xff), Uint8Array.of(0xea, 0x60), Uint8Array.of(0xea, 0x5f)];
    expect(newSpokenCode(() => draws.shift() ?? new Uint8Array(2))).toBe('9999');
  });
});

describe('a number of the pool', () => {
  it.each([
    ['024 7100 0001', '+842471000001'],
    ['+84 24 7100 0001', '+842471000001'],
    ['0912345678', '+84912345678'],
    ['+14155550100', undefined],
    ['113', undefined],
    ['', undefined],
    ['+84247100000100000000', undefined],
    ['+842471000001;ext=1', undefined],
    ['024'.repeat(20), undefined],
  ])('is read of %j as %s', (text, number) => expect(toPoolPhone(text)).toBe(number));

  const good = {
    brandName: 'BUUCHINH',
    displayName: 'Bưu chính Demo',
    longName: 'Bưu chính Demo - Giao hàng',
  };

  it('goes by names in NFC', () => {
    const decomposed = { ...good, displayName: good.displayName.normalize('NFD') };
    expect(readNames(decomposed)).toEqual(good);
  });

  it.each([
    ['brandName', 'TWELVECHARSX'],
    ['brandName', 'BUUCHÍNH'],
    ['brandName', ' BUU'],
    ['brandName', '12345'],
    ['displayName', 'a'.repeat(33)],
    ['displayName', 'Bưu  chính'],
    ['displayName', 'Buu\u202echinh'],
    ['displayName', 'Buu\u200bchinh'],
    ['displayName', 'Вuu chinh'],
    ['displayName', 'Buu\nchinh'],
    ['displayName', ''],
    ['longName', 'a'.repeat(36)],
    ['longName', '\ud800'],
    ['longName', 'a\u0301'.repeat(100_000)],
  ] as const)('has no %s %j', (name, value) => {
    const faults = readNames({ ...good, [name]: value });
    expect(faults).toEqual([expect.objectContaining({ name })]);
  });

  it.each([
    ['brandName', 'A'.repeat(11)],
    ['displayName', 'ấ'.repeat(32)],
    ['longName', 'Công ty (Bưu chính) số 1, Hà Nội'],
  ] as const)('has a %s %j', (name, value) => {
    expect(readNames({ ...good, [name]: value })).toEqual({ ...good, [name]: value });
  });

  it('has names of any text, or none of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const names = readNames({ ...good, displayName: text });
        const shown = 'brandName' in names ? names.displayName : 'x';
        expect(shown).toMatch(/^[\p{Script=Latin}\p{Nd} .,&'()/-]{1,32}$/u);
      }),
    );
  });
});
