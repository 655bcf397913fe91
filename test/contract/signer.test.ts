import { kmsSigner } from '@temkin/aws';
import { fromHex, toHex } from '@temkin/kernel';
import { createPrivateKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openSignerFile } from '../../packages/runtimes/local/src/keys/index.ts';
import { kmsSimulator, testKmsClient } from '../support/kms-simulator.ts';
import { signerContract } from './signer-contract.ts';

const directory = await mkdtemp(join(tmpdir(), 'temkin-signer-'));
afterAll(() => rm(directory, { recursive: true }));

signerContract('Ed25519 in a file', await openSignerFile(join(directory, 'ed25519.pem')));
signerContract('ES256 in a file', await openSignerFile(join(directory, 'es256.pem'), 'ES256'));

const kms = await kmsSimulator();
const client = testKmsClient(kms.endpoint);
afterAll(async () => {
  client.destroy();
  await kms.stop();
});
for (const [algorithm, spec] of [
  ['Ed25519', 'ECC_NIST_EDWARDS25519'],
  ['ES256', 'ECC_NIST_P256'],
] as const)
  signerContract(`${algorithm} in KMS`, kmsSigner({ client, keyId: kms.createKey(spec), algorithm }));

const bytes = (hex: string): Uint8Array => {
  const found = fromHex(hex);
  if (found === undefined) throw new Error('a vector is hexadecimal');
  return found;
};

/** A file as another tool would write it, for a private key of 32 bytes (RFC 8410 §7). */
const fileOf = async (name: string, secret: string): Promise<string> => {
  const der = Buffer.from(`302e020100300506032b657004220420${secret}`, 'hex');
  const pem = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({
    type: 'pkcs8',
    format: 'pem',
  });
  const file = join(directory, name);
  await writeFile(file, pem, { mode: 0o600 });
  return file;
};

describe('Ed25519 in a file', () => {
  it.each([
    {
      name: 'TEST 1',
      secret: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      message: '',
      signature:
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    },
    {
      name: 'TEST 2',
      secret: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      message: '72',
      signature:
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    },
    {
      name: 'TEST 3',
      secret: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      message: 'af82',
      signature:
        '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    },
  ])('signs $name of RFC 8032 §7.1 as it stands there', async (vector) => {
    const signer = await openSignerFile(await fileOf(`${vector.name}.pem`, vector.secret));
    expect(toHex(await signer.publicKey())).toBe(`302a300506032b6570032100${vector.publicKey}`);
    expect(toHex(await signer.sign(bytes(vector.message)))).toBe(vector.signature);
  });
});
