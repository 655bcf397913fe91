import { badgeAt, badgeKey, badgeSeconds, isBadgeOf, parseBadge } from '@temkin/caller-id/domain';
import { cryptoReady } from '@temkin/crypto';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

beforeAll(() => cryptoReady);

const TENANT_KEY = new Uint8Array(32).fill(7);
const SECONDS = badgeSeconds.at(-1)?.value ?? 0;
const instant = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2036, 0, 1) });
const shiftId = fc.stringMatching(/^[0-9a-f]{32}$/);

const codeAt = (key: Uint8Array, at: number): Uint8Array => {
  const code = parseBadge(badgeAt(key, at, SECONDS).badge);
  if (code === undefined) throw new Error('a badge is one');
  return code;
};

describe('a badge', () => {
  it('is shown for 15 to 30 seconds', () => {
    for (const { value } of badgeSeconds) {
      expect(value).toBeGreaterThanOrEqual(15);
      expect(value).toBeLessThanOrEqual(30);
    }
  });

  it('is right in its window and the next, and in no other', () => {
    fc.assert(
      fc.property(shiftId, instant, fc.integer({ min: -10, max: 10 }), (shift, at, windows) => {
        const key = badgeKey(TENANT_KEY, shift);
        const then = at + windows * SECONDS * 1_000;
        expect(isBadgeOf(key, codeAt(key, at), then, SECONDS)).toBe(windows === 0 || windows === 1);
      }),
    );
  });

  it('is right from its first millisecond to the last of the next window, and not one before or after', () => {
    fc.assert(
      fc.property(shiftId, instant, (shift, at) => {
        const key = badgeKey(TENANT_KEY, shift);
        const { expiresAt } = badgeAt(key, at, SECONDS);
        const [begins, ends] = [expiresAt - SECONDS * 1_000, expiresAt + SECONDS * 1_000];
        const code = codeAt(key, at);
        const rightAt = (instants: readonly number[]): readonly boolean[] =>
          instants.map((one) => isBadgeOf(key, code, one, SECONDS));
        expect(rightAt([begins - 1, begins, at, expiresAt - 1])).toEqual([false, true, true, true]);
        expect(rightAt([expiresAt, ends - 1, ends])).toEqual([true, true, false]);
      }),
    );
  });

  it('is another in each window of a day, and in each day', () => {
    const key = badgeKey(TENANT_KEY, 'a');
    const windows = Array.from({ length: (2 * 86_400) / SECONDS }, (_, n) => n * SECONDS * 1_000);
    const begin = Date.UTC(2026, 11, 31);
    expect(new Set(windows.map((at) => badgeAt(key, begin + at, SECONDS).badge)).size).toBe(windows.length);
  });

  it('is of one shift alone, and of one tenant', () => {
    fc.assert(
      fc.property(shiftId, shiftId, instant, (one, other, at) => {
        fc.pre(one !== other);
        const code = codeAt(badgeKey(TENANT_KEY, one), at);
        expect(isBadgeOf(badgeKey(TENANT_KEY, other), code, at, SECONDS)).toBe(false);
        expect(isBadgeOf(badgeKey(new Uint8Array(32), one), code, at, SECONDS)).toBe(false);
      }),
    );
  });

  it('expires when the next one comes', () => {
    fc.assert(
      fc.property(instant, (at) => {
        const key = badgeKey(TENANT_KEY, 'a');
        const { badge, expiresAt } = badgeAt(key, at, SECONDS);
        expect(expiresAt).toBeGreaterThan(at);
        expect(expiresAt - at).toBeLessThanOrEqual(SECONDS * 1_000);
        expect(badgeAt(key, expiresAt - 1, SECONDS).badge).toBe(badge);
        expect(badgeAt(key, expiresAt, SECONDS).badge).not.toBe(badge);
      }),
    );
  });

  it('is letters that a QR code packs densely, as scanners give them in either case', () => {
    const { badge } = badgeAt(badgeKey(TENANT_KEY, 'a'), 0, SECONDS);
    expect(badge).toMatch(/^TB1:[0-9A-F]{16}$/);
    expect(parseBadge(` ${badge.toLowerCase()}\n`)).toEqual(parseBadge(badge));
  });

  it.each(['', 'TB1:', 'TB1:0', 'TB1:zzzzzzzzzzzzzzzz', 'TB2:0000000000000000', `TB1:${'0'.repeat(18)}`])(
    'is not %j',
    (text) => {
      expect(parseBadge(text)).toBeUndefined();
    },
  );
});
