import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { Encrypt0, EncryptionAlgorithms, Headers } from '@auth0/cose';
import type { GroupName } from '@temkin/parcel/domain';
import { decode, encode } from 'cbor-x';
import { base45Token } from './base45-token.ts';
import type { Contestant } from './contestant.ts';
import { fromNumbered, toNumbered } from './numbered-fields.ts';

const plain = (bytes: Uint8Array): Uint8Array => bytes;

const deflate = (bytes: Uint8Array): Uint8Array => deflateRawSync(bytes, { level: 9 });

/** CBOR with integer keys in a COSE_Encrypt0 (RFC 9052 §5.2) with A256GCM, by `@auth0/cose`; deflated before on request. */
export const coseEncrypt0 = (groups: readonly GroupName[], deflated: boolean): Contestant => {
  const key = crypto.getRandomValues(new Uint8Array(32));
  const [shrink, grow] = deflated ? [deflate, (bytes: Uint8Array) => inflateRawSync(bytes)] : [plain, plain];
  return {
    name: `COSE_Encrypt0 A256GCM, CBOR${deflated ? ' + deflate' : ''}`,
    mode: 'alphanumeric',
    seal: async (fields) => {
      const plaintext = shrink(encode(toNumbered(fields)));
      const message = await Encrypt0.encrypt(
        [[Headers.Algorithm, EncryptionAlgorithms.A256GCM]],
        undefined,
        plaintext,
        key,
      );
      return base45Token(message.encode(), async (bytes) => {
        const opened = await Encrypt0.decode(bytes).decrypt(key);
        return fromNumbered(asMap(decode(grow(opened))), groups);
      });
    },
  };
};

/** The decoder answers maps as objects where it can, and their keys are strings then. */
const asMap = (decoded: unknown): ReadonlyMap<number, string | number> =>
  decoded instanceof Map
    ? (decoded as Map<number, string | number>)
    : new Map(
        Object.entries(decoded as Readonly<Record<string, string | number>>).map(([number, value]) => [
          Number(number),
          value,
        ]),
      );
