import {
  buildClient,
  getLocalCryptographicMaterialsCache,
  KmsKeyringNode,
  NodeCachingMaterialsManager,
  type KmsNodeClientSupplier,
} from '@aws-crypto/client-node';

const KEY_ARN = 'arn:aws:kms:ap-southeast-1:111122223333:key/00000000-0000-0000-0000-000000000000';

/** Answers on the next turn of the event loop, as nothing that needs a network answers sooner. */
const later = async <Answer>(answer: Answer): Promise<Answer> =>
  new Promise((resolve) => {
    setImmediate(resolve, answer);
  });

/** A KMS that wraps nothing (the blob is the key) and counts how often it is asked. */
const countingKms = () => {
  let calls = 0;
  const client = {
    generateDataKey: async ({ NumberOfBytes }: { readonly NumberOfBytes?: number | undefined }) => {
      calls += 1;
      const key = crypto.getRandomValues(new Uint8Array(NumberOfBytes ?? 32));
      return later({ KeyId: KEY_ARN, Plaintext: key.slice(), CiphertextBlob: key });
    },
    decrypt: async ({ CiphertextBlob }: { readonly CiphertextBlob: Uint8Array }) => {
      calls += 1;
      return later({ KeyId: KEY_ARN, Plaintext: Uint8Array.from(CiphertextBlob) });
    },
    encrypt: async (): Promise<never> => Promise.reject(new Error('one key needs no second wrap')),
  };
  const clientProvider = (() => client) as unknown as KmsNodeClientSupplier;
  return { clientProvider, calls: () => calls };
};

/** How often the AWS Encryption SDK asks KMS. */
export interface AwsKmsCalls {
  /** To seal and open so many messages, one after another. */
  readonly oneByOne: number;
  /** To open so many messages at once with nothing in memory. */
  readonly parallelOpens: number;
}

/**
 * Counts them under a KMS keyring: as it is by default, and with its caching materials manager, which uses one data key
 * for all messages of a quarter of an hour.
 */
export const awsKmsCalls = async (
  messages: number,
  opens: number,
  { caching }: { readonly caching: boolean },
): Promise<AwsKmsCalls> => {
  const { encrypt, decrypt } = buildClient();
  const materials = (): {
    readonly manager: KmsKeyringNode | NodeCachingMaterialsManager;
    readonly calls: () => number;
  } => {
    const { clientProvider, calls } = countingKms();
    const keyring = new KmsKeyringNode({ generatorKeyId: KEY_ARN, clientProvider });
    if (!caching) return { manager: keyring, calls };
    const cache = getLocalCryptographicMaterialsCache(1_000);
    const manager = new NodeCachingMaterialsManager({ backingMaterials: keyring, cache, maxAge: 900_000 });
    return { manager, calls };
  };

  const warm = materials();
  let sealed: Uint8Array = new Uint8Array();
  for (let i = 0; i < messages; i += 1) {
    const { result } = await encrypt(warm.manager, `parcel ${i}`);
    await decrypt(warm.manager, result);
    sealed = result;
  }
  const cold = materials();
  await Promise.all(Array.from({ length: opens }, async () => decrypt(cold.manager, sealed)));
  return { oneByOne: warm.calls(), parallelOpens: cold.calls() };
};
