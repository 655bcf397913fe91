import { equalBytes } from '@temkin/crypto';
import { resealExactly } from '@temkin/crypto/seal-once';
import { OutcomeUnknown } from '@temkin/kernel';
import { assemble, planSealing, type LabelContent, type SealedLabel } from './label-plan.ts';

/** What was stored when a label was first sealed. */
export interface StoredLabel {
  readonly payloadVersion: number;
  readonly storedKey: Uint8Array;
  /** Only of an opaque label, and then needed: its token says nothing of its groups. */
  readonly storedGroups?: Uint8Array | undefined;
  /** Whether these token bytes have the stored digest. */
  readonly isStored: (tokenBytes: Uint8Array) => boolean;
}

/**
 * Makes the same label again, for an idempotent replay or because it was lost, under the payload version of the first time. Throws
 * OutcomeUnknown where the content is not exactly what was sealed then; nothing of it leaves.
 */
export const resealLabel = (label: LabelContent & StoredLabel): SealedLabel => {
  const { payloadVersion, storedKey, storedGroups, isStored } = label;
  const plan = planSealing(label, payloadVersion);
  if (plan === 'too-large') throw new OutcomeUnknown('the replay does not fit the label that was sealed');
  const isSame = ({ bytes, groups }: SealedLabel): boolean =>
    isStored(bytes) &&
    (groups === undefined || (storedGroups !== undefined && equalBytes(groups, storedGroups)));
  const sealed = resealExactly(storedKey, plan.envelope, plan.messages, (candidate) =>
    isSame(assemble(plan, storedKey, candidate)),
  );
  return assemble(plan, storedKey, sealed);
};
