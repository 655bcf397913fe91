import type { Signatures } from '@temkin/http';
import { verifySignature, type SignatureDependencies } from '../usecases/verify-signature.ts';

/** The pipeline's verifier of signed requests; see `verifySignature`. */
export const signatures = (dependencies: SignatureDependencies): Signatures => ({
  verify: verifySignature(dependencies),
});
