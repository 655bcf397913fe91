import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cryptoReady } from '@temkin/crypto';
import { systemRandom } from '@temkin/kernel';
import { bundledDigest, findInBundle, openBundle, sealBundle, signingKeyOf } from '@temkin/parcel/bundle';
import type { BundleContent, BundledParcel, BundleKey } from '@temkin/parcel/bundle';
import {
  decodeBundle,
  encodeBundle,
} from '../../packages/capabilities/parcel/src/domain/bundle/bundle-content.ts';
import { tokenText } from '../../packages/capabilities/parcel/src/domain/label/label-token.ts';
import { sealLabel } from '../../packages/capabilities/parcel/src/domain/label/seal-label.ts';
import { bundleDevice } from '../support/bundle-device.ts';
import { exampleBundle } from '../support/example-bundle.ts';
import { memorySigner } from '../support/memory-signer.ts';
import { PARCEL } from './label-fields.ts';

await cryptoReady;

const CURVES = ['X25519', 'P-256'] as const satisfies readonly BundleKey['crv'][];
const signer = memorySigner();
const signingKeys = [await signingKeyOf(signer)];

const flipped = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, position) => (position === at ? byte ^ 0x01 : byte));

const anyText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 });

const anyParcel: fc.Arbitrary<BundledParcel> = fc.record(
  {
    waybillNumber: fc.stringMatching(/^[A-Z0-9-]{1,35}$/),
    labelId: fc.stringMatching(/^[0-9a-f]{16}$/),
    state: fc.constant('out-for-delivery' as const),
    labelDigest: fc.stringMatching(/^[A-Za-z0-9_-]{43}$/),
    sortCode: fc.stringMatching(/^[A-Z0-9-]{1,24}$/),
    groups: fc.record({
      delivery: fc.record({ recipientName: anyText, street: anyText, communeCode: fc.constant('00004') }),
      payment: fc.record({ codAmountVnd: fc.nat(), handlingNote: anyText }, { requiredKeys: [] }),
    }),
  },
  { requiredKeys: ['waybillNumber', 'labelId', 'state', 'groups'] },
);

describe.each(CURVES)('a bundle for a device with a key of %s', (curve) => {
  it('opens to what was sealed, whatever it says, with a private key that cannot be extracted', async () => {
    const { deviceKey, bundleKey } = await bundleDevice(curve);
    await fc.assert(
      fc.asyncProperty(fc.array(anyParcel, { maxLength: 5 }), async (parcels) => {
        const content = exampleBundle({ parcels });
        const bundle = await sealBundle(content, { bundleKey, signer });
        expect(await openBundle(bundle, { deviceKey, signingKeys })).toEqual(content);
      }),
      { numRuns: 25 },
    );
    expect(deviceKey.privateKey.extractable).toBe(false);
  });

  it('opens for no other device', async () => {
    const { bundleKey } = await bundleDevice(curve);
    const bundle = await sealBundle(exampleBundle(), { bundleKey, signer });
    for (const other of CURVES) {
      const { deviceKey } = await bundleDevice(other);
      expect(await openBundle(bundle, { deviceKey, signingKeys })).toBe('other-device');
    }
  });

  it('opens no more once any byte of it is another, wherever it lies', async () => {
    const { deviceKey, bundleKey } = await bundleDevice(curve);
    const bundle = await sealBundle(exampleBundle({ parcels: [] }), { bundleKey, signer });
    const verdicts = new Map<string, number>();
    for (const at of bundle.keys()) {
      const verdict = await openBundle(flipped(bundle, at), { deviceKey, signingKeys });
      if (typeof verdict !== 'string') throw new Error(`byte ${at} may be altered`);
      verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    }
    // Four bytes of magic and version, two of the KEM, 32 of the thumbprint; all the rest is for the signature to judge.
    expect(Object.fromEntries(verdicts)).toEqual({
      malformed: 6,
      'unknown-signer': 32,
      forged: bundle.length - 38,
    });
  });

  it('opens no more once it is cut or longer', async () => {
    const { deviceKey, bundleKey } = await bundleDevice(curve);
    const bundle = await sealBundle(exampleBundle({ parcels: [] }), { bundleKey, signer });
    for (const length of [0, 3, 4, 37, 38, 100, bundle.length - 64, bundle.length - 1])
      expect(await openBundle(bundle.subarray(0, length), { deviceKey, signingKeys })).toBeTypeOf('string');
    const longer = new Uint8Array([...bundle, 0]);
    expect(await openBundle(longer, { deviceKey, signingKeys })).toBe('forged');
  });

  it('that somebody else signed is unknown, and forged under the name of the right signer', async () => {
    const { deviceKey, bundleKey } = await bundleDevice(curve);
    const stranger = memorySigner();
    const strange = await sealBundle(exampleBundle(), { bundleKey, signer: stranger });
    expect(await openBundle(strange, { deviceKey, signingKeys })).toBe('unknown-signer');
    const named = { ...stranger, publicKey: () => signer.publicKey() };
    const passedOff = await sealBundle(exampleBundle(), { bundleKey, signer: named });
    expect(await openBundle(passedOff, { deviceKey, signingKeys })).toBe('forged');
  });

  it('is another each time, so that equal loads look different', async () => {
    const { bundleKey } = await bundleDevice(curve);
    const one = await sealBundle(exampleBundle(), { bundleKey, signer });
    const other = await sealBundle(exampleBundle(), { bundleKey, signer });
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(false);
  });
});

describe('a rotated signing key', () => {
  it('leaves bundles of the former one readable to who kept it', async () => {
    const { deviceKey, bundleKey } = await bundleDevice();
    const next = await signingKeyOf(memorySigner());
    const bundle = await sealBundle(exampleBundle(), { bundleKey, signer });
    expect(await openBundle(bundle, { deviceKey, signingKeys: [next, ...signingKeys] })).toEqual(
      exampleBundle(),
    );
    expect(await openBundle(bundle, { deviceKey, signingKeys: [next] })).toBe('unknown-signer');
  });
});

const withTexts = (recipientName: string, street: string): BundleContent => {
  const [first] = exampleBundle().parcels;
  if (first === undefined) throw new Error('the example has parcels');
  const delivery = { recipientName, street, communeCode: '00004' };
  return exampleBundle({ parcels: [{ ...first, groups: { delivery, payment: {} } }] });
};

describe('what is sealed', () => {
  it('is as long for the longest name as for the shortest, and tells the number of parcels alone', () => {
    const short = encodeBundle(withTexts('An', 'Ngõ 1'));
    const long = encodeBundle(withTexts('ễ'.repeat(100), 'ặ'.repeat(100)));
    expect([short.length, long.length]).toEqual([2_048, 2_048]);
    const none = encodeBundle(exampleBundle({ parcels: [] }));
    expect(none.length).toBe(1_024);
  });

  it('is JSON as it stands, and canonical', () => {
    const bytes = encodeBundle(exampleBundle());
    const said = new TextDecoder().decode(bytes);
    expect(JSON.parse(said)).toEqual(exampleBundle());
    expect(decodeBundle(bytes)).toEqual(exampleBundle());
    const spaced = new TextEncoder().encode(`{ "a":1}`);
    expect(decodeBundle(spaced)).toBeUndefined();
    expect(decodeBundle(Uint8Array.of(0xff))).toBeUndefined();
    expect(decodeBundle(new Uint8Array())).toBeUndefined();
  });
});

describe('a label scanned off line', () => {
  const labelId = '00112233445566aa';
  const label = sealLabel({ kind: 'sealed', labelId, fields: PARCEL, random: systemRandom });
  if (label === 'too-large') throw new Error('the example fits a label');
  const loaded = async (digest: object): Promise<BundleContent> => {
    const parcels = exampleBundle().parcels.map(({ labelDigest: _scanned, ...parcel }) => ({
      ...parcel,
      labelId,
      ...digest,
    }));
    return exampleBundle({ parcels: parcels.slice(0, 1) });
  };

  it('is told from one that was made up, whichever bit differs', async () => {
    const content = await loaded({ labelDigest: await bundledDigest(label.bytes) });
    const found = await findInBundle(content, label.token);
    expect(found).toMatchObject({ verdict: 'genuine', parcel: { waybillNumber: 'EK000000017VN' } });
    for (let at = 9; at < label.bytes.length; at++)
      expect(await findInBundle(content, tokenText(flipped(label.bytes, at)))).toEqual({ verdict: 'forged' });
  });

  it('is unchecked where none was scanned for the bundle', async () => {
    expect(await findInBundle(await loaded({}), label.token)).toMatchObject({ verdict: 'unchecked' });
  });

  it('of another parcel is not loaded, and anything else malformed', async () => {
    expect(await findInBundle(exampleBundle(), label.token)).toEqual({ verdict: 'not-loaded' });
    for (const text of ['', 'TK1:', 'https://example.com'])
      expect(await findInBundle(exampleBundle(), text)).toEqual({ verdict: 'malformed' });
  });
});
