import { toBase64, utf8 } from '@temkin/kernel';
import {
  createCipheriv,
  createDecipheriv,
  generateKeyPairSync,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto';

/** The key specs of KMS that this system uses. */
export type KmsKeySpec = 'SYMMETRIC_DEFAULT' | 'ECC_NIST_P256' | 'ECC_NIST_EDWARDS25519';

/** The operations of KMS that this system uses. */
export type KmsOperation = 'GenerateDataKey' | 'Decrypt' | 'Sign' | 'GetPublicKey';

/** Members of a request, as they stand in its JSON. */
export interface KmsRequest {
  readonly KeyId?: string;
  readonly KeySpec?: string;
  readonly EncryptionContext?: Readonly<Record<string, string>>;
  readonly EncryptionAlgorithm?: string;
  readonly CiphertextBlob?: string;
  readonly Message?: string;
  readonly MessageType?: string;
  readonly SigningAlgorithm?: string;
}

/** An error that KMS answers, under its name in the API reference. */
export class KmsFault extends Error {
  readonly status: number;
  readonly type: string;

  constructor(type: string, status = 400) {
    super(type);
    this.type = type;
    this.status = status;
  }
}

const IV_BYTES = 12;
const TAG_BYTES = 16;
const MESSAGE_BYTES = 4_096;
const KEY_BYTES: Readonly<Record<string, number>> = { AES_256: 32, AES_128: 16 };

const associatedData = (context: KmsRequest['EncryptionContext'] = {}): Uint8Array =>
  utf8(JSON.stringify(Object.entries(context).toSorted(([a], [b]) => (a < b ? -1 : 1))));

type Operations = Partial<Record<KmsOperation, (request: KmsRequest) => object>>;

const symmetricKey = (): Operations => {
  const key = randomBytes(32);
  return {
    GenerateDataKey: ({ KeySpec = '', EncryptionContext }) => {
      const bytes = KEY_BYTES[KeySpec];
      if (bytes === undefined) throw new KmsFault('ValidationException');
      const plaintext = randomBytes(bytes);
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(associatedData(EncryptionContext));
      const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
      const blob = Buffer.concat([iv, cipher.getAuthTag(), ciphertext]);
      return { Plaintext: toBase64(plaintext), CiphertextBlob: toBase64(blob) };
    },
    Decrypt: ({ CiphertextBlob = '', EncryptionContext, EncryptionAlgorithm = 'SYMMETRIC_DEFAULT' }) => {
      if (EncryptionAlgorithm !== 'SYMMETRIC_DEFAULT') throw new KmsFault('InvalidKeyUsageException');
      const blob = Buffer.from(CiphertextBlob, 'base64');
      if (blob.length < IV_BYTES + TAG_BYTES) throw new KmsFault('InvalidCiphertextException');
      const [iv, tag] = [blob.subarray(0, IV_BYTES), blob.subarray(IV_BYTES, IV_BYTES + TAG_BYTES)];
      const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(associatedData(EncryptionContext)).setAuthTag(tag);
      try {
        const plaintext = [decipher.update(blob.subarray(IV_BYTES + TAG_BYTES)), decipher.final()];
        return { Plaintext: toBase64(Buffer.concat(plaintext)), EncryptionAlgorithm };
      } catch {
        throw new KmsFault('InvalidCiphertextException');
      }
    },
  };
};

const signingKey = (
  spec: KmsKeySpec,
  algorithm: string,
  pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
): Operations => ({
  GetPublicKey: () => ({
    PublicKey: toBase64(pair.publicKey.export({ type: 'spki', format: 'der' })),
    KeySpec: spec,
    KeyUsage: 'SIGN_VERIFY',
    SigningAlgorithms: [algorithm],
  }),
  Sign: ({ Message = '', MessageType = 'RAW', SigningAlgorithm }) => {
    const message = Buffer.from(Message, 'base64');
    if (SigningAlgorithm !== algorithm) throw new KmsFault('InvalidKeyUsageException');
    if (MessageType !== 'RAW' || message.length < 1 || message.length > MESSAGE_BYTES)
      throw new KmsFault('ValidationException');
    // ECDSA comes in DER, which is what node:crypto gives unless told otherwise.
    const signature = sign(spec === 'ECC_NIST_P256' ? 'sha256' : null, message, pair.privateKey);
    return { Signature: toBase64(signature), SigningAlgorithm };
  },
});

/** A fresh key of a spec: what KMS would do with it, by real cryptography. Throws `KmsFault` where KMS would refuse. */
export const kmsOperations = (spec: KmsKeySpec): Operations => {
  if (spec === 'SYMMETRIC_DEFAULT') return symmetricKey();
  return spec === 'ECC_NIST_P256'
    ? signingKey(spec, 'ECDSA_SHA_256', generateKeyPairSync('ec', { namedCurve: 'P-256' }))
    : signingKey(spec, 'ED25519_SHA_512', generateKeyPairSync('ed25519'));
};
