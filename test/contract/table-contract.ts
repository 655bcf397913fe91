import type { Table } from '@temkin/storage';
import { describe } from 'vitest';
import { conditionsContract } from './table/conditions.ts';
import { itemsContract } from './table/items.ts';
import { queryContract } from './table/query.ts';
import { transactionsContract } from './table/transactions.ts';

/** What every implementation of the table port must keep. Foreign items in the table do not matter. */
export const tableContract = (name: string, table: Table): void => {
  describe(`the table port over ${name}`, () => {
    itemsContract(table);
    queryContract(table);
    conditionsContract(table);
    transactionsContract(table);
  });
};
