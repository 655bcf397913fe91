import { dynamoClient, dynamoTable } from '@temkin/dynamodb';
import type { Table } from '@temkin/storage';

/** The tables of the deployment. */
export const awsTable = ({ TEMKIN_TABLE_PREFIX }: { readonly TEMKIN_TABLE_PREFIX: string }): Table =>
  dynamoTable({ client: dynamoClient(), prefix: TEMKIN_TABLE_PREFIX });
