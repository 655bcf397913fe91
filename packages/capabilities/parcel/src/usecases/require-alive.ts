import type { About } from '@temkin/kernel';
import type { Parcel, Read, ShreddedParcel } from '../domain/index.ts';
import { finalFrom } from '../store/final-from.ts';
import { refuse } from './refuse.ts';

/**
 * A parcel that is not shredded. Refuses `PARCEL.SHREDDED`, and says from when that is final; nothing is left to say in its
 * event whom it is about.
 */
export const requireAlive = (parcel: Read<Parcel> | ShreddedParcel, asked: About = {}): Read<Parcel> => {
  if (parcel.state !== 'shredded') return parcel;
  throw refuse('PARCEL.SHREDDED', { about: asked, finalFrom: finalFrom.parcel(parcel.shreddedAt) });
};
