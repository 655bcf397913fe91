import { dynamoTable } from '@temkin/dynamodb';
import { memoryTable } from '../support/memory-table.ts';
import { testTable } from '../support/store.ts';
import { tableContract } from './table-contract.ts';

const { table, client, prefix } = await testTable();

tableContract('DynamoDB', table);
tableContract(
  'DynamoDB, deleting many by transactions',
  dynamoTable({ client, prefix, deletions: 'transactions' }),
);
tableContract('memory, as properties use it', memoryTable());
