import type { KeyContext, RootKey } from '@temkin/crypto';
import { toBase64, toHex } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';

const CONTEXT: KeyContext = { tenant: 'ems', purpose: 'label', keyId: '2026-11' };

/** Contexts that a careless encoding would take for the one above. */
const OTHER_CONTEXTS: readonly KeyContext[] = [
  { ...CONTEXT, tenant: 'EMS' },
  { ...CONTEXT, purpose: 'phone' },
  { ...CONTEXT, keyId: '2026-12' },
  { tenant: 'label', purpose: 'ems', keyId: '2026-11' },
  { tenant: 'emsl', purpose: 'abel', keyId: '2026-11' },
  { tenant: 'ems","purpose":"label', purpose: '', keyId: '2026-11' },
];

const flipped = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));

/** What every root key must keep. `other` is an independent root key of the same kind. */
export const rootKeyContract = (name: string, rootKey: RootKey, other: RootKey): void => {
  describe(`the root key ${name}`, () => {
    it('unwraps the 32 bytes it generated under the same context', async () => {
      const { key, wrapped } = await rootKey.generateDataKey(CONTEXT);
      expect(key).toHaveLength(32);
      expect(toHex(await rootKey.unwrap(wrapped, { ...CONTEXT }))).toBe(toHex(key));
    });

    it('generates another key at every call, also under the same context', async () => {
      const made = await Promise.all([1, 2, 3].map(() => rootKey.generateDataKey(CONTEXT)));
      expect(new Set(made.map(({ key }) => toHex(key))).size).toBe(3);
      expect(new Set(made.map(({ wrapped }) => toHex(wrapped))).size).toBe(3);
    });

    it('hides the key in what it wrapped', async () => {
      const { key, wrapped } = await rootKey.generateDataKey(CONTEXT);
      expect(toHex(wrapped)).not.toContain(toHex(key.slice(0, 8)));
    });

    it.each(OTHER_CONTEXTS)('unwraps nothing under another context: %o', async (context) => {
      const { wrapped } = await rootKey.generateDataKey(CONTEXT);
      await expect(rootKey.unwrap(wrapped, context)).rejects.toThrow(Error);
    });

    it('unwraps nothing that another root key wrapped', async () => {
      const { wrapped } = await other.generateDataKey(CONTEXT);
      await expect(rootKey.unwrap(wrapped, CONTEXT)).rejects.toThrow(Error);
    });

    it('unwraps nothing that was changed, cut or lengthened', async () => {
      const { wrapped } = await rootKey.generateDataKey(CONTEXT);
      const places = [0, 1, wrapped.length >> 1, wrapped.length - 2, wrapped.length - 1];
      const damaged = [
        ...places.map((at) => flipped(wrapped, at)),
        wrapped.slice(1),
        wrapped.slice(0, -1),
        wrapped.slice(0, 8),
        Uint8Array.of(...wrapped, 0),
      ];
      const outcomes = await Promise.allSettled(damaged.map((bytes) => rootKey.unwrap(bytes, CONTEXT)));
      expect(outcomes.map(({ status }) => status)).toEqual(damaged.map(() => 'rejected'));
    });

    it('says nothing of key or wrap when it refuses', async () => {
      const { key, wrapped } = await rootKey.generateDataKey(CONTEXT);
      const refusal = await rootKey.unwrap(flipped(wrapped, 0), CONTEXT).then(
        () => 'unwrapped',
        (error: unknown) => (error instanceof Error ? `${error.message}${error.stack}` : ''),
      );
      for (const secret of [key.slice(0, 6), wrapped.slice(-12)]) {
        expect(refusal).not.toContain(toHex(secret));
        expect(refusal).not.toContain(toBase64(secret));
      }
      expect(refusal).not.toBe('unwrapped');
    });
  });
};
