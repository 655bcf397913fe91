export { fromDerSignature, toDerSignature } from './der-signature.ts';
export { deriveKey } from './derive-key.ts';
export { epochOf, keyRing, type KeyRing, type KeyRingDependencies, type TenantKey } from './key-ring.ts';
export { equalBytes, keyedHash } from './keyed-hash.ts';
export {
  isAgreementKey,
  isSigningKey,
  verifySignature,
  type AgreementKey,
  type Ed25519Key,
  type P256Key,
  type SigningKey,
  type X25519Key,
} from './public-key.ts';
export type { KeyContext, RootKey, WrappedKeys } from './root-key.ts';
export { singleFlight, type SingleFlightOptions } from './single-flight.ts';
export { open, seal, type Sealed } from './seal.ts';
export { boxKeyPair, boxKeyPairOf, openSealedTo, sealTo, type BoxKeyPair } from './sealed-box.ts';
export type { Signer } from './signer.ts';
export { cryptoReady } from './sodium.ts';
export { keyWrap, type KeyWrap, type WrappedKey } from './wrap-key.ts';
