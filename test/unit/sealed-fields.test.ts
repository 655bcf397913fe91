import { systemRandom } from '@temkin/kernel';
import { fieldBinding, openField, padText, sealFields, unpadText } from '@temkin/subscriber/domain';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const PLACE = { tenant: 'demo', personId: 'a', record: 'person', field: 'name', version: 1 } as const;

describe('a sealed field', () => {
  const key = systemRandom(32);
  const field = fc.stringMatching(/^[a-zA-Z]{1,12}$/);
  const place = fc.record({
    tenant: fc.string(),
    personId: fc.string(),
    record: fc.constantFrom('person' as const, 'subscription#1' as const, 'subscription#2' as const),
  });

  it('opens as what it was, at its place', () => {
    fc.assert(
      fc.property(place, field, fc.string({ unit: 'grapheme' }), fc.nat(), (at, name, value, version) => {
        const sealed = sealFields(key, { ...at, version }, { [name]: value }, systemRandom)[name];
        if (sealed === undefined) throw new Error('nothing sealed');
        expect(openField(key, at, name, sealed)).toBe(value);
        expect(openField(systemRandom(32), at, name, sealed)).toBeUndefined();
      }),
    );
  });

  it('opens nowhere else: of another tenant, person, record or field, or as another version', () => {
    fc.assert(
      fc.property(place, place, field, field, fc.nat(), fc.nat(), (at, to, name, other, version, later) => {
        const sealed = sealFields(key, { ...at, version }, { [name]: 'value' }, systemRandom)[name];
        if (sealed === undefined) throw new Error('nothing sealed');
        const isSame =
          fieldBinding({ ...at, field: name, version }) === fieldBinding({ ...to, field: other, version });
        expect(openField(key, to, other, sealed)).toBe(isSame ? 'value' : undefined);
        const shown = Uint8Array.from(sealed);
        new DataView(shown.buffer).setUint32(0, later);
        expect(openField(key, at, name, shown)).toBe(later === version ? 'value' : undefined);
      }),
    );
  });

  it('opens no more with any bit turned', () => {
    const sealed = sealFields(key, PLACE, { name: 'Nguyễn Văn An' }, systemRandom).name;
    if (sealed === undefined) throw new Error('nothing sealed');
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const turned = Uint8Array.from(sealed);
      turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(openField(key, PLACE, 'name', turned)).toBeUndefined();
    }
    for (let length = 0; length < sealed.length; length++)
      expect(openField(key, PLACE, 'name', sealed.subarray(0, length))).toBeUndefined();
  });

  it('tells of its length no more than the next multiple of 32', () => {
    const lengths = ['', 'An', 'Nguyễn Văn An', 'x'.repeat(31)].map((text) => padText(text).length);
    expect(lengths).toEqual([32, 32, 32, 32]);
    expect(padText('x'.repeat(32))).toHaveLength(64);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(unpadText(padText(text))).toBe(text);
      }),
    );
    for (const none of [new Uint8Array(32), new Uint8Array(), new Uint8Array(31).fill(0x80)])
      expect(unpadText(none)).toBeUndefined();
  });
});
