import type { Caller } from '@temkin/kernel';
import { findSubscription } from './find-subscription.ts';
import { recordFinding, type NewFinding, type RecordedFinding } from './record-finding.ts';
import type { Findings } from '../store/findings.ts';
import type { Registry } from './registry.ts';
import { basisResource, requireBasis, type AskedBasis } from './require-basis.ts';

/** What a registrar found who looked, and upon what they looked. */
export interface RegistrarFinding extends Omit<NewFinding, 'reliedOn' | 'resources'> {
  /** The registrar's own transaction for registration, or somebody else's case for correction; about the holder. */
  readonly basis: Pick<AskedBasis, 'basisId'> & { readonly purpose: 'registration' | 'correction' };
}

/** Puts on record what a registrar found, upon a basis that is about the holder. Refuses what `recordFinding` does, and `SUBSCRIBER.BASIS_REQUIRED`. */
export const findUponBasis = (registry: Registry & { readonly findings: Findings }) => {
  const [find, basisOf, record] = [
    findSubscription(registry),
    requireBasis(registry),
    recordFinding(registry),
  ];
  return async (
    caller: Caller,
    { basis: asked, ...finding }: RegistrarFinding,
    seed: Uint8Array,
  ): Promise<RecordedFinding> => {
    const { personId } = await find(caller.principal.tenant, finding.subscriptionId);
    const basis = await basisOf(caller, { ...asked, personId });
    return record(
      caller,
      { ...finding, reliedOn: [basis.reliedOn], resources: [basisResource(basis)] },
      seed,
    );
  };
};
