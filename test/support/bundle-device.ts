import type { BundleKey, BundleKeyPair } from '@temkin/parcel/bundle';

/** What a device makes for its bundles: a key whose private half cannot leave WebCrypto, and the public half to enrol. */
export interface BundleDevice {
  readonly deviceKey: BundleKeyPair;
  readonly bundleKey: BundleKey;
}

/** Makes a device's bundle key as docs/device-protocol.md says. */
export const bundleDevice = async (curve: BundleKey['crv'] = 'X25519'): Promise<BundleDevice> => {
  const algorithm = curve === 'X25519' ? { name: 'X25519' } : { name: 'ECDH', namedCurve: 'P-256' };
  const deviceKey = (await crypto.subtle.generateKey(algorithm, false, ['deriveBits'])) as CryptoKeyPair;
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', deviceKey.publicKey);
  return { deviceKey, bundleKey: { kty, crv, x, ...(y !== undefined && { y }) } as BundleKey };
};
