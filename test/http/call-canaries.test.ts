import { describe, expect, it } from 'vitest';
import { tables } from '@temkin/storage';
import { needlesOfText, searchFor } from '../support/canaries.ts';
import { CALL_HOUR_KINDS, classified, kindsOf } from '../support/item-kinds.ts';
import { asking, CALLS, PLANTED, work } from '../support/planted-day/index.ts';
import { readableFields } from '../support/readable-fields.ts';
import { allBytesOf } from '../support/stored-items.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem({ isConnected: true });
const day = asking(system);
const made = await work(day);
const items = await system.stored();

/** What a company says of itself to everybody, and how parcels are called. */
const { number, brandName, displayName, longName } = CALLS;
const isReadable = (text: string): boolean =>
  text.startsWith('KXQWZ') ||
  [number, brandName, displayName, longName].some((readable) => readable.endsWith(text));

describe('the store of a day with calls', () => {
  it('has every kind of item that a call leaves, each known and classified', () => {
    expect(system.faults).toEqual([]);
    const kinds = new Set(items.flatMap(kindsOf));
    const ofCalls = (['calls', 'call-keys'] as const).flatMap((table) =>
      Object.keys(tables[table].items).map((kind) => `${table}.${kind}`),
    );
    const lacking = [...ofCalls, ...CALL_HOUR_KINDS].filter((kind) => !kinds.has(kind));
    // What a restore leaves (test/http/restored-calls.test.ts).
    expect(lacking).toEqual(['calls.lostCalls']);
    expect(items.filter((stored) => kindsOf(stored).length !== 1)).toEqual([]);
    const unknown = items.flatMap((stored) =>
      classified(stored).filter((field) => field.class === undefined),
    );
    expect(unknown).toEqual([]);
  });

  it('has bytes where the schema says sealed or keyed, or a hash as text', () => {
    expect(readableFields(items)).toEqual([]);
  });

  it('has nothing of a person, nor a secret of a call, in any encoding', () => {
    // Ids of parcels and labels are what the store knows them by.
    const secrets = made.filter((text) => !/^(?:[0-9a-f]{16}){1,2}$/.test(text));
    expect(secrets.length).toBeGreaterThan(2);
    const search = searchFor(
      [...PLANTED.filter((text) => !isReadable(text)), ...secrets].flatMap(needlesOfText),
    );
    const found = items.flatMap((stored) =>
      allBytesOf(stored)
        .flatMap(search)
        .map((text) => `${kindsOf(stored).join()}: ${text}`),
    );
    expect([...new Set(found)]).toEqual([]);
  });

  it('has the number of the pool and its names where they are readable, and there alone', () => {
    const search = searchFor([number.slice(1), displayName].flatMap(needlesOfText));
    const places = items.flatMap((stored) =>
      allBytesOf(stored).flatMap(search).length > 0 ? kindsOf(stored) : [],
    );
    expect(places).toContain('calls.poolNumber');
    expect([...new Set(places)].filter((kind) => !kind.startsWith('calls.'))).toEqual([]);
  });
});
