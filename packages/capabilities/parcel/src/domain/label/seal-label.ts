import { freshKey, sealOnce } from '@temkin/crypto/seal-once';
import type { RandomBytes } from '@temkin/kernel';
import { assemble, planSealing, type LabelContent, type SealedLabel } from './label-plan.ts';
import { CURRENT_PAYLOAD_VERSION } from './payload-versions.ts';

/**
 * Seals a new label under a key of its own. `too-large` where its token would exceed MAX_TOKEN_BYTES, or a group the last
 * rung of its ladder; an opaque label has only the second limit.
 */
export const sealLabel = (
  label: LabelContent & { readonly random: RandomBytes; readonly payloadVersion?: number },
): SealedLabel | 'too-large' => {
  const plan = planSealing(label, label.payloadVersion ?? CURRENT_PAYLOAD_VERSION);
  if (plan === 'too-large') return plan;
  const { key, sealed } = sealOnce(freshKey(label.random), plan.envelope, plan.messages);
  return assemble(plan, key, sealed);
};
