export type { BundleContent, BundledParcel } from './bundle-content.ts';
export {
  signingKeyOf,
  thumbprintOf,
  type BundleKey,
  type BundleKeyPair,
  type BundleSigningKey,
} from './bundle-keys.ts';
export { bundledDigest, findInBundle, type BundleScan } from './find-in-bundle.ts';
export { openBundle, type BundleFault, type BundleOpening } from './open-bundle.ts';
export { sealBundle } from './seal-bundle.ts';
