import { CompactEncrypt, compactDecrypt } from 'jose';
import type { Contestant, Fields } from './contestant.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** JSON as a compact JWE (RFC 7516) by `jose`: direct encryption with A256GCM, one imported key, no further header. */
export const joseJwe = async (): Promise<Contestant> => {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
  return {
    name: 'jose, JWE dir A256GCM, JSON',
    mode: 'byte',
    seal: async (fields) => {
      const text = await new CompactEncrypt(encoder.encode(JSON.stringify(fields)))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(key);
      return {
        text,
        byteLength: text.length,
        open: async () => {
          const { plaintext } = await compactDecrypt(text, key);
          return JSON.parse(decoder.decode(plaintext)) as Fields;
        },
      };
    },
  };
};
