import { inForce } from '@temkin/kernel';
import { isOverdue, type CallIntent } from '../call-intent.ts';
import type { CallState } from '../call-states.ts';
import type { PoolNumber } from '../pool-number.ts';
import { SIGNATURES_POLICY } from './policies.ts';

/** What is to happen to the wish for a signature. */
export type SignatureVerdict = 'sign' | 'not-declared' | 'signed-enough';

/** States of a call that is being set up. One that was answered needs no other INVITE. */
const SIGNED_STATES: ReadonlySet<CallState> = new Set(['created', 'announced', 'ringing']);

/** Whether a call is signed: it was declared, is being set up, its number is in use, and it was not signed twice. */
export const decideSignature = (
  intent: CallIntent | undefined,
  number: Pick<PoolNumber, 'state'> | undefined,
  nowMilliseconds: number,
): SignatureVerdict => {
  if (intent === undefined || number?.state !== 'active') return 'not-declared';
  if (!SIGNED_STATES.has(intent.state) || isOverdue(intent, nowMilliseconds)) return 'not-declared';
  return intent.signatures < inForce(SIGNATURES_POLICY, nowMilliseconds).value ? 'sign' : 'signed-enough';
};
