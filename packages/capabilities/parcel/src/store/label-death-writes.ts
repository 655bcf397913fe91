import { keyOf, type Write } from '@temkin/storage';
import { CLOSED_STATES, closedLabelDiesAt, type Parcel, type Place } from '../domain/index.ts';
import { dueMoveWrites, type DueLabelKey } from './due-keys.ts';

const broughtForward = (labelKeys: readonly DueLabelKey[], expiresAtSeconds: number): readonly Write[] =>
  labelKeys
    .filter(({ dueAtSeconds }) => expiresAtSeconds < dueAtSeconds)
    .flatMap((due): readonly Write[] => [
      {
        kind: 'update',
        key: keyOf('parcel-keys', 'labelKey', due),
        set: { expiresAtSeconds },
        condition: [{ attribute: 'expiresAtSeconds', is: 'equal', to: due.dueAtSeconds }],
      },
      ...dueMoveWrites(due, expiresAtSeconds),
    ]);

/**
 * Brings the death of the labels' keys forward where a parcel comes to the end of its way; no key lives longer than it
 * would have. Refused where a key is no longer as it was read.
 */
export const labelDeathWrites = (
  { state }: Pick<Parcel, 'state'>,
  place: Place,
  labelKeys: readonly DueLabelKey[],
  closedAt: number,
): readonly Write[] => {
  if (CLOSED_STATES.includes(state) || !CLOSED_STATES.includes(place.state)) return [];
  return broughtForward(labelKeys, closedLabelDiesAt(closedAt) / 1_000);
};

/** Lets the keys of labels die now that were superseded: their parcel is relabelled. Refused as `labelDeathWrites` is. */
export const relabelledWrites = (labelKeys: readonly DueLabelKey[], at: number): readonly Write[] =>
  broughtForward(labelKeys, Math.floor(at / 1_000));
