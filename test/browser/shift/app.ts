/**
 * What a shipper's app does with bundles, in as few lines as it takes: keys that cannot leave the browser, a bundle that is
 * kept with them, and both used again off line. The test calls it by `temkin`.
 */
import { openBundle, type BundleContent, type BundleKey, type BundleSigningKey } from '@temkin/parcel/bundle';

/** What the app keeps for a shift. */
interface Kept {
  readonly deviceKey: CryptoKeyPair;
  readonly bundle?: Uint8Array;
  readonly signingKeys?: readonly BundleSigningKey[];
}

const settled = <Result>(request: IDBRequest<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(new Error('the browser keeps nothing')));
  });

const keptIn = async (mode: IDBTransactionMode): Promise<IDBObjectStore> => {
  const opening = indexedDB.open('shift');
  opening.addEventListener('upgradeneeded', () => void opening.result.createObjectStore('kept'));
  return (await settled(opening)).transaction('kept', mode).objectStore('kept');
};

const kept = async (curve: string): Promise<Kept> => settled<Kept>((await keptIn('readonly')).get(curve));

const keep = async (curve: string, what: Kept): Promise<void> =>
  void (await settled((await keptIn('readwrite')).put(what, curve)));

const fromBase64 = (text: string): Uint8Array =>
  Uint8Array.from(atob(text), (character) => character.codePointAt(0) ?? 0);

const app = {
  /** Makes the device's bundle key, keeps it, and answers the half to enrol. */
  makeKey: async (curve: BundleKey['crv']): Promise<JsonWebKey> => {
    const algorithm = curve === 'X25519' ? { name: 'X25519' } : { name: 'ECDH', namedCurve: 'P-256' };
    const deviceKey = (await crypto.subtle.generateKey(algorithm, false, ['deriveBits'])) as CryptoKeyPair;
    await keep(curve, { deviceKey });
    return crypto.subtle.exportKey('jwk', deviceKey.publicKey);
  },

  /** Whether the browser refuses to give the private half away. */
  isLocked: async (curve: string): Promise<boolean> => {
    const { deviceKey } = await kept(curve);
    return crypto.subtle.exportKey('jwk', deviceKey.privateKey).then(
      () => false,
      () => true,
    );
  },

  /** Loads the shift from the server and keeps what comes. */
  load: async (curve: string, address: string): Promise<void> => {
    const answer = await fetch(address, { method: 'POST' });
    const { bundle, signingKeys } = (await answer.json()) as {
      readonly bundle: string;
      readonly signingKeys: readonly BundleSigningKey[];
    };
    const { deviceKey } = await kept(curve);
    await keep(curve, { deviceKey, bundle: fromBase64(bundle), signingKeys });
  },

  /** Opens what was kept, with one byte altered where `alteredAt` says so, and with another's key where `by` does. */
  open: async (curve: string, { alteredAt, by = curve }: { alteredAt?: number; by?: string } = {}) => {
    const { bundle = new Uint8Array(), signingKeys = [] } = await kept(curve);
    const { deviceKey } = await kept(by);
    const altered = bundle.map((byte, at) => (at === alteredAt ? byte ^ 1 : byte));
    return openBundle(altered, { deviceKey, signingKeys });
  },
};

export type ShiftApp = typeof app;
export type Opened = BundleContent | string;

Object.assign(globalThis, { temkin: app });
