import type { KeyRing } from '@temkin/crypto';
import type { About, Clock } from '@temkin/kernel';
import { isGenuine, parseLabelToken, type LabelToken, type Parcel, type Read } from '../domain/index.ts';
import type { Label } from '../store/label-item.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';
import { refuse } from './refuse.ts';
import { requireAlive } from './require-alive.ts';

/** A genuine live label, and the parcel it is on. */
export interface Found {
  readonly label: Read<Label>;
  readonly parcel: Read<Parcel>;
}

/** The token in a text that was scanned. Refuses `PARCEL.TOKEN_MALFORMED`. */
export const readToken = (text: string, asked: About = {}): LabelToken => {
  const token = parseLabelToken(text);
  if (token === 'malformed') throw refuse('PARCEL.TOKEN_MALFORMED', { about: asked });
  return token;
};

/**
 * Leads from a scanned label to its parcel. Refuses `PARCEL.UNKNOWN` (no such label in this tenant),
 * `PARCEL.TOKEN_FORGED` (not bit for bit what was printed), `PARCEL.SHREDDED` (from the end of its retention on, whether or
 * not everything is destroyed already) and `PARCEL.REVOKED`, in this order.
 */
export const findByToken = async (
  { store, ring, clock }: { readonly store: ParcelReads; readonly ring: KeyRing; readonly clock: Clock },
  tenant: string,
  token: LabelToken,
  asked: About = {},
): Promise<Found> => {
  const label = await store.label(tenant, token.labelId);
  if (label === undefined) throw refuse('PARCEL.UNKNOWN', { about: asked });
  const [found, digestKey] = await Promise.all([
    store.parcel(tenant, label.parcelId),
    ring.byId(tenant, 'digest', label.digestKeyId),
  ]);
  if (found === undefined || digestKey === undefined) throw new Error('a label leads to no parcel');
  const about = {
    ...asked,
    ...(found.state !== 'shredded' && { resources: [{ type: 'parcel', pseudonym: found.pseudonym }] }),
  };
  if (!isGenuine(digestKey.key, token.bytes, label.digest)) throw refuse('PARCEL.TOKEN_FORGED', { about });
  const parcel = requireAlive(found, asked);
  if (parcel.retainedUntil <= clock.now()) throw refuse('PARCEL.SHREDDED', { about });
  if (label.status !== 'live') throw refuse('PARCEL.REVOKED', { about });
  return { label, parcel };
};
