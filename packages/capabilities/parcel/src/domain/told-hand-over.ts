import type { Sealed } from '@temkin/crypto';
import type { CustodyRecord } from './custody-record.ts';
import type { Parcel } from './parcel.ts';
import { inOccurrence } from './place.ts';

/** A scan that says whom a parcel was handed to, sealed. */
export type TellingScan = Pick<CustodyRecord, 'custodyEventId'> & { readonly detail: Sealed };

const isTelling = (scan: CustodyRecord): scan is CustodyRecord & TellingScan => scan.detail !== undefined;

/**
 * The scan that says whom a parcel was handed to, by the delivery that its state stands on: those scans of it that, in
 * order of occurrence, nothing else comes behind. Of several the first on record counts, whenever it says that it
 * happened: a later one adds what was missing, and talks over nothing.
 */
export const toldHandOver = (
  { state }: Pick<Parcel, 'state'>,
  trail: readonly CustodyRecord[],
): TellingScan | undefined => {
  if (state !== 'delivered') return undefined;
  const scans = inOccurrence(trail);
  const last = scans.slice(scans.findLastIndex(({ event }) => event !== 'delivered') + 1);
  return last.filter(isTelling).toSorted((a, b) => a.order - b.order)[0];
};
