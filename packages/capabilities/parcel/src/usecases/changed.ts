import type { Parcel, Read } from '../domain/index.ts';

/** A parcel in the event of its next change: its version ties the two together, so that neither passes for another. */
export const changed = ({ pseudonym, reliedOn }: Pick<Read<Parcel>, 'pseudonym' | 'reliedOn'>) => ({
  type: 'parcel',
  pseudonym,
  version: reliedOn.version + 1,
});
