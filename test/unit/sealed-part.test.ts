import { systemRandom, utf8 } from '@temkin/kernel';
import { openPart, sealPart, SEALING_BYTES, type PartPlace } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';

const PLACE: PartPlace = { of: 'import', tenant: 'demo', id: 'a', part: 2, isLast: false };

describe('a part of an import', () => {
  it('opens at its place, and nowhere else', () => {
    const [key, other] = [systemRandom(32), systemRandom(32)];
    const sealed = sealPart(key, PLACE, utf8('rows'), systemRandom);
    expect(sealed).toHaveLength(4 + SEALING_BYTES);
    expect(openPart(key, PLACE, sealed)).toEqual(utf8('rows'));
    const places: readonly PartPlace[] = [
      { ...PLACE, of: 'export' },
      { ...PLACE, tenant: 'other' },
      { ...PLACE, id: 'b' },
      { ...PLACE, part: 3 },
      { ...PLACE, isLast: true },
    ];
    for (const place of places) expect(openPart(key, place, sealed)).toBeUndefined();
    expect(openPart(other, PLACE, sealed)).toBeUndefined();
    for (const length of [0, 23, 39, 43])
      expect(openPart(key, PLACE, sealed.subarray(0, length))).toBeUndefined();
    expect(openPart(key, PLACE, sealed.with(30, (sealed[30] ?? 0) ^ 1))).toBeUndefined();
  });
});
