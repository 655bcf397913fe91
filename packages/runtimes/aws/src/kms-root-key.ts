import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { KeyContext, RootKey } from '@temkin/crypto';
import { askKms } from './ask-kms.ts';

export interface KmsRootKeyOptions {
  /** Made by `kmsClient`. */
  readonly client: KMSClient;
  /** A symmetric key: its id, its alias or, from another account, its ARN. */
  readonly keyId: string;
}

const KEY_BYTES = 32;

/** These three and no more: grants and key policies name them, and so do KMS's own records. */
const encryptionContext = ({ tenant, purpose, keyId }: KeyContext): Record<string, string> => ({
  tenant,
  purpose,
  keyId,
});

const dataKey = (plaintext: Uint8Array | undefined): Uint8Array => {
  if (plaintext?.length !== KEY_BYTES) throw new Error(`the key service gave no key of ${KEY_BYTES} bytes`);
  return plaintext;
};

/**
 * A root key in KMS. Data keys are wrapped under it with the key's context as encryption context, and unwrapped by this
 * key alone. Throws `StoreUnavailable` where KMS does not answer, and a plain `Error` where it refuses: the wrapped key is
 * damaged, key or context are not its own, or the caller may not.
 */
export const kmsRootKey = ({ client, keyId }: KmsRootKeyOptions): RootKey => ({
  generateDataKey: async (context) => {
    const request = new GenerateDataKeyCommand({
      KeyId: keyId,
      KeySpec: 'AES_256',
      EncryptionContext: encryptionContext(context),
    });
    const answer = await askKms((abortSignal) => client.send(request, { abortSignal }));
    if (answer.CiphertextBlob === undefined) throw new Error('the key service gave no wrapped key');
    return { key: dataKey(answer.Plaintext), wrapped: answer.CiphertextBlob };
  },

  unwrap: async (wrapped, context) => {
    const request = new DecryptCommand({
      KeyId: keyId,
      EncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      CiphertextBlob: wrapped,
      EncryptionContext: encryptionContext(context),
    });
    const answer = await askKms((abortSignal) => client.send(request, { abortSignal }));
    return dataKey(answer.Plaintext);
  },
});
