import { signatureBase } from '@temkin/access/domain';
import { cryptoReady, verifySignature, type SigningKey } from '@temkin/crypto';
import { parseDictionary, type InnerList } from 'structured-headers';
import { describe, expect, it } from 'vitest';

await cryptoReady;

interface Vector {
  readonly name: string;
  readonly key: SigningKey;
  readonly input: string;
  readonly values: Readonly<Record<string, string>>;
  readonly base: readonly string[];
  readonly signature: string;
}

/** RFC 9421 appendix B.2, those of the algorithms that devices use. */
const VECTORS: readonly Vector[] = [
  {
    name: 'B.2.4, ecdsa-p256-sha256',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: 'qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA',
      y: 'Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0',
    },
    input:
      'sig=("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"',
    values: {
      '@status': '200',
      'content-type': 'application/json',
      'content-digest':
        'sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:',
      'content-length': '23',
    },
    base: [
      '"@status": 200',
      '"content-type": application/json',
      '"content-digest": sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:',
      '"content-length": 23',
      '"@signature-params": ("@status" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-ecc-p256"',
    ],
    signature: 'wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==',
  },
  {
    name: 'B.2.6, ed25519',
    key: { kty: 'OKP', crv: 'Ed25519', x: 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs' },
    input:
      'sig=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
    values: {
      date: 'Tue, 20 Apr 2021 02:07:55 GMT',
      '@method': 'POST',
      '@path': '/foo',
      '@authority': 'example.com',
      'content-type': 'application/json',
      'content-length': '18',
    },
    base: [
      '"date": Tue, 20 Apr 2021 02:07:55 GMT',
      '"@method": POST',
      '"@path": /foo',
      '"@authority": example.com',
      '"content-type": application/json',
      '"content-length": 18',
      '"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
    ],
    signature: 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==',
  },
];

describe.each(VECTORS)('the vector of RFC 9421 $name', ({ key, input, values, base, signature }) => {
  const ours = signatureBase(parseDictionary(input).get('sig') as InnerList, (name) => values[name]);

  it('has the base that we make of it', () => {
    expect(ours?.split('\n')).toEqual(base);
  });

  it('verifies, and not with another byte in either', async () => {
    const message = Buffer.from(ours ?? '');
    const bytes = Buffer.from(signature, 'base64');
    expect(await verifySignature(key, message, bytes)).toBe(true);
    for (const at of [0, 31, 32, 63]) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(at) ^ 1, at);
      expect(await verifySignature(key, message, altered)).toBe(false);
    }
    expect(await verifySignature(key, Buffer.from(`${message.toString()} `), bytes)).toBe(false);
  });
});
