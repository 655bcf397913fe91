import { logKeys } from '@temkin/audit';
import { cryptoReady } from '@temkin/crypto';
import { formatNote, parseNote, signNote, verifyNote } from '@temkin/tlog';
import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { memorySigner } from '../support/memory-signer.ts';
import { sha256 } from '../support/sha256.ts';

beforeAll(() => cryptoReady);

const PREFIX = 'api.example/v1/audit/log';
const log = { tenant: 'ems', year: '2026' };

describe('the key of a log', () => {
  it('verifies what the signer signs, and is named as the log is served', async () => {
    const signer = memorySigner();
    const key = await logKeys({ signer, sha256, prefix: PREFIX })(log);
    expect(key.name).toBe('api.example/v1/audit/log/ems/2026');
    const note = parseNote(
      formatNote({ text: 'hello\n', signatures: [await signNote('hello\n', key, signer)] }),
    );
    expect(note && (await verifyNote(note, [key]))).toMatchObject({ outcome: 'verified' });
  });

  it('is no other log’s, though one signer signs them all', async () => {
    const keyOf = logKeys({ signer: memorySigner(), sha256, prefix: PREFIX });
    const keys = [
      await keyOf(log),
      await keyOf({ ...log, year: '2027' }),
      await keyOf({ ...log, tenant: 'viettel' }),
    ];
    expect(new Set(keys.map(({ keyId }) => keyId.join())).size).toBe(3);
  });

  it('is refused where the signer has a key of another kind', async () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const signer = {
      publicKey: async () => new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    };
    await expect(logKeys({ signer, sha256, prefix: PREFIX })(log)).rejects.toThrow('no Ed25519 key');
  });
});
