import { keyWrap, type KeyRing } from '@temkin/crypto';
import type { Route } from '@temkin/http';
import { publicCounts, type Blobs } from '@temkin/storage';
import type { IdentityVerification } from './domain/index.ts';
import { verificationRoutes } from './http/verification-routes.ts';
import type { RegistryDependencies } from './registry.ts';
import { imageBlobs } from './store/image-blobs.ts';
import { numberCodes } from './store/number-codes.ts';
import { pendingImages } from './store/pending-images.ts';
import { faceImages } from './usecases/images/face-images.ts';
import type { FaceImages, NumberCodePorts } from './usecases/ports.ts';
import { sendNumberCode } from './usecases/send-number-code.ts';
import { verifyUponTransaction } from './usecases/verify-upon-transaction.ts';
import { verifyingStores } from './verifying-stores.ts';

/** What verifying holders stands on: nobody is found by an index for it. */
export interface VerificationDependencies
  extends Omit<RegistryDependencies, 'indexKeyRing'>, Pick<NumberCodePorts, 'notify' | 'findings'> {
  /** Purpose `number-code`, under a root key that is not the registry's: it opens nobody. */
  readonly codeKeyRing: KeyRing;
  /** Who is asked. */
  readonly identity: IdentityVerification;
  /** Where pictures of faces lie, sealed. */
  readonly blobs: Blobs;
}

const none = (): never => {
  throw new Error('who verifies holders has no key of an index');
};

const NO_INDEX_KEYS: KeyRing = { current: none, byId: none };

/** Pictures of faces as the registry keeps them. */
export const registryFaces = ({
  table,
  keyRing,
  random,
  blobs,
}: Pick<VerificationDependencies, 'table' | 'keyRing' | 'random' | 'blobs'>): FaceImages =>
  faceImages({
    images: pendingImages({ table, wrap: keyWrap(keyRing, 'registry', random) }),
    blobs: imageBlobs(blobs),
  });

/** Wires how registrars have holders verified. */
export const verificationCapability = (dependencies: VerificationDependencies) => {
  const registry = {
    ...verifyingStores({ ...dependencies, indexKeyRing: NO_INDEX_KEYS }),
    codes: dependencies.codeKeyRing,
    numberCodes: numberCodes(dependencies.table),
    counts: publicCounts(dependencies.table),
    notify: dependencies.notify,
    findings: dependencies.findings,
    identity: dependencies.identity,
    faces: registryFaces(dependencies),
  };
  const routes: readonly Route[] = verificationRoutes({
    sendNumberCode: sendNumberCode(registry),
    verifyUponTransaction: verifyUponTransaction(registry),
  });
  return { routes };
};
