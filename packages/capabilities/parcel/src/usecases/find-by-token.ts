import type { KeyRing } from '@temkin/crypto';
import type { About, Clock } from '@temkin/kernel';
import {
  isGenuine,
  labelUse,
  parseLabelToken,
  type LabelToken,
  type LabelUse,
  type Parcel,
  type Read,
} from '../domain/index.ts';
import type { Label } from '../store/label-item.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';
import { refuse } from './refuse.ts';
import { requireAlive } from './require-alive.ts';

/** A genuine label in use, and the parcel it is on. */
export interface Found {
  readonly label: Read<Label>;
  readonly parcel: Read<Parcel>;
  readonly use: LabelUse;
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
 * not everything is destroyed already) and `PARCEL.REVOKED` (also a label that was replaced), in this order.
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
  const now = clock.now();
  if (parcel.retainedUntil <= now) throw refuse('PARCEL.SHREDDED', { about });
  const use = labelUse(label, parcel, now);
  if (use === undefined) throw refuse('PARCEL.REVOKED', { about });
  return { label, parcel, use };
};
