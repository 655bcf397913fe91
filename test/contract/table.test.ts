import { memoryTable } from '../support/memory-table.ts';
import { testTable } from '../support/store.ts';
import { tableContract } from './table-contract.ts';

const { table } = await testTable();

tableContract('DynamoDB', table);
tableContract('memory, as properties use it', memoryTable());
