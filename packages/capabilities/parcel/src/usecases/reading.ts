import type { Principal, ReliedOn } from '@temkin/kernel';
import {
  newlyRead,
  withReader,
  type DisclosureRule,
  type Parcel,
  type Read,
  type SideReaders,
} from '../domain/index.ts';
import type { readersWrite } from '../store/reader-writes.ts';
import { changed } from './changed.ts';

/** A parcel in the transaction that puts its reading on record. */
export interface Reading {
  readonly resource: { readonly type: string; readonly pseudonym: string; readonly version?: number };
  readonly reliedOn: readonly ReliedOn[];
  readonly writes: (eventId: string) => readonly ReturnType<typeof readersWrite>[];
}

type Showing = Pick<DisclosureRule, 'groups' | 'shown'>;

/** Who has read a parcel once this reading is done; undefined where that is nobody new. */
export const readersAfter = (
  principal: Principal,
  { readers }: Pick<Parcel, 'readers'>,
  showing: Showing,
): SideReaders | undefined => {
  const side = newlyRead(principal, showing, readers);
  return side && withReader(readers, side, principal.id);
};

/**
 * What a reading takes of its transaction: a check that the parcel is as it was read, or the change that keeps who has read
 * it, which is such a check too.
 */
export const readingOf = (
  write: typeof readersWrite,
  principal: Principal,
  parcel: Read<Parcel>,
  showing: Showing,
): Reading => {
  const readers = readersAfter(principal, parcel, showing);
  if (readers === undefined)
    return {
      resource: { type: 'parcel', pseudonym: parcel.pseudonym },
      reliedOn: [parcel.reliedOn],
      writes: () => [],
    };
  return {
    resource: changed(parcel),
    reliedOn: [],
    writes: (eventId) => [write(principal.tenant, parcel, readers, eventId)],
  };
};
