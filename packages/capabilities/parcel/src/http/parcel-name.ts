import type { ParcelName } from '../usecases/find-by-name.ts';
import { parcelId, waybillNumber } from './parcel-words.ts';

/** The two ways to name a parcel in a body; `isNamedOnce` demands one of them. */
export const parcelNames = {
  waybillNumber: waybillNumber.exactOptional(),
  parcelId: parcelId.exactOptional(),
} as const;

interface SentName {
  readonly waybillNumber?: string;
  readonly parcelId?: string;
}

/** Whether a parcel is named, and in one way. */
export const isNamedOnce = (sent: SentName): boolean =>
  (sent.waybillNumber === undefined) !== (sent.parcelId === undefined);

/** What is said to whoever named none or two. */
export const NAME_ONCE = { error: 'Must name its parcel by exactly one of waybillNumber and parcelId.' };

/** The name that was sent. Throws where the schema should have refused. */
export const nameIn = ({ waybillNumber: number, parcelId: id }: SentName): ParcelName => {
  if (number !== undefined) return { waybillNumber: number };
  if (id !== undefined) return { parcelId: id };
  throw new Error('the schema lets no nameless parcel through');
};
