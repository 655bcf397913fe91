import {
  GetPublicKeyCommand,
  SignCommand,
  type KMSClient,
  type SigningAlgorithmSpec,
} from '@aws-sdk/client-kms';
import { fromDerSignature, type Signer } from '@temkin/crypto';
import { createPublicKey } from 'node:crypto';
import { askKms } from './ask-kms.ts';

type Algorithm = Signer['algorithm'];

export interface KmsSignerOptions {
  /** Made by `kmsClient`. */
  readonly client: KMSClient;
  /** A signing key of spec ECC_NIST_EDWARDS25519 for Ed25519, of ECC_NIST_P256 for ES256: id, alias or ARN. */
  readonly keyId: string;
  readonly algorithm: Algorithm;
}

const KMS_ALGORITHM: Readonly<Record<Algorithm, SigningAlgorithmSpec>> = {
  Ed25519: 'ED25519_SHA_512',
  ES256: 'ECDSA_SHA_256',
};

/** The most that KMS signs as it is; Ed25519 has no form for a digest that other people's verifiers expect. */
const MESSAGE_BYTES = 4_096;
const SIGNATURE_BYTES = 64;

const algorithmOf = (publicKey: Uint8Array): Algorithm | undefined => {
  const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey({
    key: Buffer.from(publicKey),
    format: 'der',
    type: 'spki',
  });
  if (asymmetricKeyType === 'ed25519') return 'Ed25519';
  return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1'
    ? 'ES256'
    : undefined;
};

const rawSignature = (algorithm: Algorithm, signature: Uint8Array): Uint8Array => {
  const raw = algorithm === 'ES256' ? fromDerSignature(signature) : signature;
  if (raw.length !== SIGNATURE_BYTES)
    throw new Error(`the key service gave no signature of ${SIGNATURE_BYTES} bytes`);
  return raw;
};

/**
 * A signer whose private key is in KMS and never leaves it. Signs messages of 1 to 4,096 bytes (`RangeError` beyond). The
 * public key is asked for once, and refused where it is not of the algorithm. Throws `StoreUnavailable` where KMS does
 * not answer, and a plain `Error` where it refuses.
 */
export const kmsSigner = ({ client, keyId, algorithm }: KmsSignerOptions): Signer => {
  const fetchPublicKey = async (): Promise<Uint8Array> => {
    const request = new GetPublicKeyCommand({ KeyId: keyId });
    const { PublicKey } = await askKms((abortSignal) => client.send(request, { abortSignal }));
    if (PublicKey === undefined || algorithmOf(PublicKey) !== algorithm)
      throw new Error(`the key named to the key service is none for ${algorithm}`);
    return PublicKey.slice();
  };

  let known: Promise<Uint8Array> | undefined;
  const publicKey = (): Promise<Uint8Array> =>
    (known ??= fetchPublicKey().catch((error: unknown) => {
      known = undefined;
      throw error;
    }));

  return {
    algorithm,
    publicKey: async () => (await publicKey()).slice(),
    sign: async (message) => {
      if (message.length < 1 || message.length > MESSAGE_BYTES)
        throw new RangeError(`the key service signs 1 to ${MESSAGE_BYTES} bytes, not ${message.length}`);
      const request = new SignCommand({
        KeyId: keyId,
        SigningAlgorithm: KMS_ALGORITHM[algorithm],
        MessageType: 'RAW',
        Message: message,
      });
      const { Signature } = await askKms((abortSignal) => client.send(request, { abortSignal }));
      return rawSignature(algorithm, Signature ?? new Uint8Array());
    },
  };
};
