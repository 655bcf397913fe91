export { dynamoClient, EMULATOR_CREDENTIALS, EMULATOR_REGION, type DynamoClientOptions } from './client.ts';
export { createTables } from './create-tables.ts';
export { dynamoTable, type DynamoTableOptions } from './dynamo-table.ts';
export { tableScan, type TableScan, type TableScanOptions } from './table-scan.ts';
