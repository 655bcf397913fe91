import { CHECKABLE_AFTER_END_MILLISECONDS, type CallIntent } from './call-intent.ts';

/** How somebody shows that a call was to them. */
export type CheckProof = 'last-four' | 'waybill' | 'own-number';

/** A declared call that a proof led to, with what is known of it in this request. */
export interface FoundCall<Call extends CallIntent = CallIntent> {
  readonly call: Call;
  /** Whether its shipper is a staff member who may call now. */
  readonly shipperActive: boolean;
  /** Whether it was matched before to somebody who showed four digits alone. */
  readonly toldBefore: boolean;
  /** Whether this source may still try a code, and anybody: wrong ones are counted for both. */
  readonly codesLeft: boolean;
  /** Whether the code that was typed is the one that its shipper was given; absent where none was typed. */
  readonly codeRight?: boolean;
}

/** Why a call cannot be confirmed: for tests and for nobody else; every miss is answered alike. */
export type MissReason =
  'no-call' | 'over' | 'shipper-not-active' | 'code-wrong' | 'codes-used-up' | 'code-needed';

export type CheckVerdict =
  | { readonly result: 'CONFIRMED' }
  /** `tells`: to somebody who showed little, which happens once. */
  | { readonly result: 'MATCH'; readonly tells: boolean }
  /** `countsWrong`: a code was tried against a call that there is. */
  | { readonly result: 'NO_MATCH'; readonly because: MissReason; readonly countsWrong: boolean };

/** Until when a call can be checked, in milliseconds since the epoch; undefined where it cannot be at all. */
const checkableUntil = ({ state, ringBy, endBy, endedAt }: CallIntent): number | undefined => {
  switch (state) {
    // A call is declared from when it is created: that no network took the announcement says nothing of who calls.
    case 'created':
    case 'announced':
      return ringBy;
    case 'ringing':
    case 'answered':
      return endBy + CHECKABLE_AFTER_END_MILLISECONDS;
    case 'ended':
      return (endedAt ?? endBy) + CHECKABLE_AFTER_END_MILLISECONDS;
    case 'expired':
      // One that went on to its hard end was made; one that never rang was not.
      return endedAt !== undefined && endedAt >= endBy ? endBy + CHECKABLE_AFTER_END_MILLISECONDS : undefined;
    case 'cancelled':
    case 'revoked':
      return undefined;
  }
};

/** Whether a declared call can be checked at an instant: from its declaration until a quarter of an hour after its end. */
export const isCheckable = (call: CallIntent, nowMilliseconds: number): boolean =>
  nowMilliseconds < (checkableUntil(call) ?? 0);

/**
 * Of several calls that one proof leads to, the one that is meant: the one whose code was typed, else one that can be checked,
 * else the latest. Undefined of none.
 */
export const meantCall = <Call extends CallIntent>(
  calls: readonly Call[],
  nowMilliseconds: number,
  hasTypedCode: (call: Call) => boolean,
): Call | undefined => {
  const latest = calls.toSorted((a, b) => b.createdAt - a.createdAt);
  const checkable = latest.filter((call) => isCheckable(call, nowMilliseconds));
  // Each is compared, so that how many there are does not show in which of them fits.
  const typed = checkable.map((call) => hasTypedCode(call)).indexOf(true);
  return checkable[typed] ?? checkable[0] ?? latest[0];
};

const miss = (because: MissReason, countsWrong = false): CheckVerdict => ({
  result: 'NO_MATCH',
  because,
  countsWrong,
});

/**
 * What somebody is told of a call. A code that the caller spoke confirms it whoever asks; one's own number, which was shown to be
 * one's own, matches as often as it is asked; four digits alone match once in the life of a call, and never by a waybill
 * number, which stands on the parcel.
 */
export const decideCallerCheck = (
  found: FoundCall | undefined,
  proof: CheckProof,
  {
    isOften,
    nowMilliseconds,
  }: {
    /** Whether number or pair were asked about so often that an answer wants more than four digits. */
    readonly isOften: boolean;
    readonly nowMilliseconds: number;
  },
): CheckVerdict => {
  if (found === undefined) return miss('no-call');
  const { call, shipperActive, toldBefore, codesLeft, codeRight } = found;
  if (!isCheckable(call, nowMilliseconds)) return miss('over');
  if (!shipperActive) return miss('shipper-not-active');

  if (codeRight !== undefined) {
    if (!codesLeft) return miss('codes-used-up');
    return codeRight ? { result: 'CONFIRMED' } : miss('code-wrong', true);
  }
  if (proof === 'own-number') return { result: 'MATCH', tells: false };
  if (proof === 'waybill' || toldBefore || isOften) return miss('code-needed');
  return { result: 'MATCH', tells: true };
};
