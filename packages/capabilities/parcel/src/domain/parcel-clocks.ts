import { daysAfter, inForce, monthsAfter } from '@temkin/kernel';
import type { Parcel, Service } from './parcel.ts';
import {
  acceptanceMonths,
  claimingMonths,
  closedLabelDays,
  labelKeyMonths,
  retentionFromAcceptanceMonths,
  retentionMonths,
} from './policies.ts';
import { CLOSED_STATES, UNACCEPTED_STATES, type ParcelState } from './states.ts';

/** When time acts upon a parcel. Milliseconds since the epoch, server time, each a midnight of Vietnam. */
export type ParcelClocks = Pick<Parcel, 'dueAt' | 'retainedUntil'>;

/** What time does to a parcel, and the policy record by which it does. */
export interface ParcelEnd {
  readonly what: 'void' | 'unclaimed' | 'shred';
  readonly policyId: string;
}

/** The clocks of a parcel that is issued: nobody has accepted it, and its last day is known already. */
export const clocksAtIssue = (service: Service, issuedAt: number): ParcelClocks => ({
  dueAt: monthsAfter(issuedAt, inForce(acceptanceMonths, issuedAt).value),
  retainedUntil: monthsAfter(issuedAt, inForce(retentionMonths[service], issuedAt).value),
});

/** The instant at which a label's key dies whatever becomes of the parcel. */
export const labelDiesAt = (issuedAt: number): number =>
  monthsAfter(issuedAt, inForce(labelKeyMonths, issuedAt).value);

/** The instant at which the key of a closed parcel's label dies, unless it is dead by then. */
export const closedLabelDiesAt = (closedAt: number): number =>
  daysAfter(closedAt, inForce(closedLabelDays, closedAt).value);

/**
 * The clocks of a parcel that comes into a state. Its acceptance is the first scan that is recorded; retention is counted
 * from there and never ends later than was said at issue. A closed parcel waits for its end alone.
 */
export const clocksAfter = (
  parcel: Pick<Parcel, 'state' | 'service' | 'dueAt' | 'retainedUntil'>,
  state: ParcelState,
  at: number,
): ParcelClocks => {
  const isAccepted = UNACCEPTED_STATES.includes(parcel.state) && !UNACCEPTED_STATES.includes(state);
  const retainedUntil =
    isAccepted && state !== 'revoked'
      ? Math.min(
          parcel.retainedUntil,
          monthsAfter(at, inForce(retentionFromAcceptanceMonths[parcel.service], at).value),
        )
      : parcel.retainedUntil;
  if (CLOSED_STATES.includes(state)) return { dueAt: retainedUntil, retainedUntil };
  if (!isAccepted) return { dueAt: parcel.dueAt, retainedUntil };
  const unclaimedAt = monthsAfter(at, inForce(claimingMonths, at).value);
  return { dueAt: Math.min(unclaimedAt, retainedUntil), retainedUntil };
};

/** What an instant ends; undefined where the parcel's time has not come. */
export const endAt = (
  { state, service, dueAt, retainedUntil }: Pick<Parcel, 'state' | 'service' | 'dueAt' | 'retainedUntil'>,
  at: number,
): ParcelEnd | undefined => {
  if (retainedUntil <= at)
    return { what: 'shred', policyId: inForce(retentionFromAcceptanceMonths[service], at).id };
  if (dueAt > at || CLOSED_STATES.includes(state)) return undefined;
  return UNACCEPTED_STATES.includes(state)
    ? { what: 'void', policyId: inForce(acceptanceMonths, at).id }
    : { what: 'unclaimed', policyId: inForce(claimingMonths, at).id };
};
