import { testTable } from '../support/store.ts';
import { tableContract } from './table-contract.ts';

const { table } = await testTable();

tableContract('DynamoDB', table);
