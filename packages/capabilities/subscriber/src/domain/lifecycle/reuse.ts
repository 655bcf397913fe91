import type { SubscriptionState } from '../record/subscriber-record.ts';

/** The last gap in the use of a number, as its network tells of it. Milliseconds since the epoch. */
export interface Reuse {
  /** When it was used last before the gap. */
  readonly dormantFrom: number;
  /** When it was used again. */
  readonly resumedAt: number;
}

/** `known`: of this gap, or of a later one, it is known already. */
export type ReuseVerdict =
  | { readonly outcome: 'new' }
  | { readonly outcome: 'known' }
  | {
      readonly outcome: 'refused';
      readonly code: 'FINDING.IN_THE_FUTURE' | 'FINDING.BEFORE_THE_NUMBER' | 'SUBSCRIPTION.STATE_NOT_ALLOWED';
    };

/**
 * Whether a number was used again: nobody uses one that was never served or has ended, nor tomorrow, nor before the gap; and a gap that
 * begins before the number was registered, as far as it is known when, is a former holder's.
 */
export const decideReuse = (
  { dormantFrom, resumedAt }: Reuse,
  {
    state,
    registeredAt,
    known,
    now,
  }: {
    readonly state: SubscriptionState;
    readonly registeredAt: number | undefined;
    readonly known?: Reuse;
    readonly now: number;
  },
): ReuseVerdict => {
  if (resumedAt > now || dormantFrom >= resumedAt)
    return { outcome: 'refused', code: 'FINDING.IN_THE_FUTURE' };
  if (state === 'pending' || state === 'terminated')
    return { outcome: 'refused', code: 'SUBSCRIPTION.STATE_NOT_ALLOWED' };
  if (registeredAt !== undefined && dormantFrom < registeredAt)
    return { outcome: 'refused', code: 'FINDING.BEFORE_THE_NUMBER' };
  return { outcome: known !== undefined && known.resumedAt >= resumedAt ? 'known' : 'new' };
};
