import { CreateKeyCommand, type KeySpec, type KeyUsageType } from '@aws-sdk/client-kms';
import { kmsClient, kmsRootKey, kmsSigner } from '@temkin/aws';
import { toBase64, toHex, utf8 } from '@temkin/kernel';
import { generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { rootKeyContract } from '../../contract/root-key-contract.ts';
import { signerContract } from '../../contract/signer-contract.ts';
import { peer } from './peer.ts';
import { recordedRequests } from './recorded-requests.ts';

const client = kmsClient(peer);
afterAll(() => client.destroy());

const createKey = async (spec: KeySpec, usage: KeyUsageType): Promise<string> => {
  const { KeyMetadata } = await client.send(new CreateKeyCommand({ KeySpec: spec, KeyUsage: usage }));
  if (KeyMetadata?.KeyId === undefined) throw new Error('a key was made without an id');
  return KeyMetadata.KeyId;
};

const rootKey = async () =>
  kmsRootKey({ client, keyId: await createKey('SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT') });

rootKeyContract('in KMS', await rootKey(), await rootKey());

signerContract(
  'ES256 in KMS',
  kmsSigner({ client, keyId: await createKey('ECC_NIST_P256', 'SIGN_VERIFY'), algorithm: 'ES256' }),
);

describe('KMS keys of spec ECC_NIST_EDWARDS25519', () => {
  it('are unknown to moto', async () => {
    await expect(createKey('ECC_NIST_EDWARDS25519', 'SIGN_VERIFY')).rejects.toThrow(
      'failed to satisfy constraint',
    );
  });

  it('are asked for a signature, and for their public key, in the words of KMS’s reference', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const message = utf8('log.example/audit\n1\n');
    const signature = sign(null, message, privateKey);
    const spki = publicKey.export({ type: 'spki', format: 'der' });
    const answer = { Signature: toBase64(signature), PublicKey: toBase64(spki) };
    const requests = await recordedRequests(answer, async (endpoint) => {
      const signer = kmsSigner({
        client: kmsClient({ ...peer, endpoint }),
        keyId: 'alias/log',
        algorithm: 'Ed25519',
      });
      expect(toHex(await signer.sign(message))).toBe(toHex(signature));
      expect(toHex(await signer.publicKey())).toBe(toHex(spki));
    });
    const spoken = { method: 'POST', contentType: 'application/x-amz-json-1.1' };
    expect(requests).toEqual([
      {
        ...spoken,
        target: 'TrentService.Sign',
        body: {
          KeyId: 'alias/log',
          Message: toBase64(message),
          MessageType: 'RAW',
          SigningAlgorithm: 'ED25519_SHA_512',
        },
      },
      { ...spoken, target: 'TrentService.GetPublicKey', body: { KeyId: 'alias/log' } },
    ]);
  });
});
