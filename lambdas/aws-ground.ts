import { kmsClient, kmsRootKey, kmsSigner } from '@temkin/aws';
import { groundwork, type Groundwork, type Surroundings } from '@temkin/composition';
import type { Signer } from '@temkin/crypto';
import { systemClock, systemRandom } from '@temkin/kernel';
import type { Table } from '@temkin/storage';
import { awsTable } from './aws-table.ts';

/** One for all root keys: a client has a pool of connections of its own. */
const kms = kmsClient();

/** The outside world of a function that uses one root key, by its ARN. */
export const awsSurroundings = (table: Table, keyId: string): Surroundings => ({
  table,
  rootKey: kmsRootKey({ client: kms, keyId }),
  clock: systemClock,
  random: systemRandom,
});

/** A signer whose key is in KMS, by its ARN. */
export const awsSigner = (keyId: string, algorithm: Signer['algorithm'] = 'Ed25519'): Signer =>
  kmsSigner({ client: kms, keyId, algorithm });

/** The groundwork of a function: tables in DynamoDB under a root key in KMS. */
export const awsGround = (environment: {
  readonly TEMKIN_TABLE_PREFIX: string;
  readonly TEMKIN_MAIN_ROOT_KEY: string;
}): Groundwork => groundwork(awsSurroundings(awsTable(environment), environment.TEMKIN_MAIN_ROOT_KEY));
