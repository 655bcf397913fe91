import {
  AlgorithmSuiteIdentifier,
  buildClient,
  CommitmentPolicy,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from '@aws-crypto/client-node';
import { base45Token } from './base45-token.ts';
import type { Contestant, Fields } from './contestant.ts';

/** The smallest message the SDK makes under its default policy: key commitment, no signature, no encryption context. */
const SUITE = AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY;

/** JSON in an AWS Encryption SDK message under a raw AES keyring, so that no network is in the figures. */
export const awsEncryptionSdk = (): Contestant => {
  const { encrypt, decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
  const keyring = new RawAesKeyringNode({
    keyName: 'k',
    keyNamespace: 'n',
    unencryptedMasterKey: crypto.getRandomValues(new Uint8Array(32)),
    wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
  });
  return {
    name: 'AWS Encryption SDK, commit, no signature, JSON',
    mode: 'alphanumeric',
    seal: async (fields) => {
      const { result } = await encrypt(keyring, JSON.stringify(fields), { suiteId: SUITE });
      return base45Token(result, async (bytes) => {
        const { plaintext } = await decrypt(keyring, bytes);
        return JSON.parse(plaintext.toString()) as Fields;
      });
    },
  };
};
