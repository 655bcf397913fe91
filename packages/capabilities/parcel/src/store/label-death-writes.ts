import { keyOf, type Write } from '@temkin/storage';
import { CLOSED_STATES, closedLabelDiesAt, type Parcel, type Place } from '../domain/index.ts';
import { dueMoveWrites, type DueLabelKey } from './due-keys.ts';

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
  const expiresAtSeconds = closedLabelDiesAt(closedAt) / 1_000;
  return labelKeys
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
};
