import { inForce } from '@temkin/kernel';
import type { Parcel } from './parcel.ts';
import { supersededLabelHours } from './policies.ts';

/** `live` until it is revoked or replaced; a `superseded` one opens for as long as its parcel says so. */
export type LabelStatus = 'live' | 'superseded' | 'dead';

/** What a label is to its parcel: the one that is to be on it, or one that still may be. */
export type LabelUse = 'current' | 'superseded';

/** What a label is to its parcel at an instant; undefined where it opens and moves nothing: the parcel decides. */
export const labelUse = (
  { labelId, status }: { readonly labelId: string; readonly status: LabelStatus },
  parcel: Pick<Parcel, 'state' | 'labelId' | 'superseded'>,
  atMilliseconds: number,
): LabelUse | undefined => {
  if (parcel.state === 'revoked') return undefined;
  if (labelId === parcel.labelId) return status === 'live' ? 'current' : undefined;
  const { superseded } = parcel;
  // One that was read as live a moment before is superseded all the same.
  return superseded?.labelId === labelId && status !== 'dead' && atMilliseconds < superseded.until
    ? 'superseded'
    : undefined;
};

/** The last instant of a label that is superseded now, in milliseconds since the epoch: keys die by the second. */
export const supersededUntil = (nowMilliseconds: number): number =>
  (Math.floor(nowMilliseconds / 1_000) + inForce(supersededLabelHours, nowMilliseconds).value * 3_600) *
  1_000;
