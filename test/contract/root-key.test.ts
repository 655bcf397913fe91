import { kmsRootKey } from '@temkin/aws';
import { systemRandom } from '@temkin/kernel';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { openRootKeyFile } from '../../packages/runtimes/local/src/keys/index.ts';
import { kmsSimulator, testKmsClient } from '../support/kms-simulator.ts';
import { rootKeyContract } from './root-key-contract.ts';

const directory = await mkdtemp(join(tmpdir(), 'temkin-root-key-'));
afterAll(() => rm(directory, { recursive: true }));

const one = await openRootKeyFile(join(directory, 'one.key'), systemRandom);
const two = await openRootKeyFile(join(directory, 'two.key'), systemRandom);

rootKeyContract('"main" of a file, beside that of another file', one.rootKey('main'), two.rootKey('main'));
rootKeyContract('"main" of a file, beside its "escrow"', one.rootKey('main'), one.rootKey('escrow'));
rootKeyContract('"escrow" of a file, beside its "main"', one.rootKey('escrow'), one.rootKey('main'));
rootKeyContract(
  '"registry" of a file, beside its "registry-index"',
  one.rootKey('registry'),
  one.rootKey('registry-index'),
);
rootKeyContract(
  '"registry-index" of a file, beside its "escrow"',
  one.rootKey('registry-index'),
  one.rootKey('escrow'),
);

const kms = await kmsSimulator();
const client = testKmsClient(kms.endpoint);
afterAll(async () => {
  client.destroy();
  await kms.stop();
});
const inKms = () => kmsRootKey({ client, keyId: kms.createKey('SYMMETRIC_DEFAULT') });

rootKeyContract('in KMS', inKms(), inKms());
