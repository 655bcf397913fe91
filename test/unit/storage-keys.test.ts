import { keyOf, partsOf, TABLE_NAMES, tables } from '@temkin/storage';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** Any text but lone surrogates, which no URI can encode. */
const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });

describe('the parts of a key', () => {
  it('are what the key was made of, whatever characters they have', () => {
    fc.assert(
      fc.property(part, part, (tenant, parcelId) => {
        const key = keyOf('parcels', 'parcel', { tenant, parcelId });
        expect(partsOf('parcels', 'parcel', key)).toEqual({ tenant, parcelId });
      }),
    );
    fc.assert(
      fc.property(part, part, part, (tenant, issuer, subject) => {
        const key = keyOf('access', 'principal', { tenant, issuer, subject });
        expect(partsOf('access', 'principal', key)).toEqual({ tenant, issuer, subject });
      }),
    );
  });

  it('are told by every template of the schema', () => {
    for (const table of TABLE_NAMES)
      for (const [kind, { partition, sort }] of Object.entries(tables[table].items)) {
        const names = Array.from(`${partition} ${sort}`.matchAll(/\{(\w+)\}/g), ([, name = '']) => name);
        const parts = Object.fromEntries(names.map((name) => [name, `${name} # %`]));
        const key = keyOf(table, kind as never, parts as never);
        expect(partsOf(table, kind as never, key), `${table}.${kind}`).toEqual(parts);
      }
  });

  it('are none of a key of another kind, and none of what is no key', () => {
    const label = keyOf('parcels', 'label', { tenant: 'ems', labelId: 'ab' });
    expect(partsOf('parcels', 'parcel', label)).toBeUndefined();
    for (const partition of ['', 'P#', 'P#ems', 'P#ems#a#b', 'xP#ems#a', 'P#ems#%', 'P#%E0#a'])
      expect(partsOf('parcels', 'parcel', { partition, sort: 'parcel' }), partition).toBeUndefined();
    const key = keyOf('parcels', 'parcel', { tenant: 'ems', parcelId: 'a' });
    expect(partsOf('parcels', 'parcel', { ...key, sort: 'custody#1' })).toBeUndefined();
  });
});
