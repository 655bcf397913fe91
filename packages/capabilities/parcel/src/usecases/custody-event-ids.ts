import { epochOf, keyedHash, type KeyRing } from '@temkin/crypto';
import { toHex, type Principal } from '@temkin/kernel';

const PURPOSE = 'source-event';

/**
 * The ids under which a scan may be in its parcel's trail, first the one that a new record gets. A source (a person
 * through a client: many people scan with one app) says which scan it is, and keys last a month: what was sent last month
 * and again in this is found under the former key. Without such a word a scan is told by the request's seed and its place.
 */
export const custodyEventIds = async (
  ring: KeyRing,
  { tenant, id, client }: Principal,
  parcelId: string,
  scan: { readonly sourceEventId?: string; readonly index: number },
  seed: Uint8Array,
): Promise<readonly [string, ...string[]]> => {
  const { sourceEventId } = scan;
  if (sourceEventId === undefined) return [toHex(keyedHash(seed, 16, 'custody', String(scan.index)))];
  const idUnder = (key: Uint8Array): string => toHex(keyedHash(key, 16, client, id, parcelId, sourceEventId));
  const current = await ring.current(tenant, PURPOSE);
  const lastMonth = epochOf(Date.parse(`${current.id}-01`) - 1);
  const former = await ring.byId(tenant, PURPOSE, lastMonth);
  return [idUnder(current.key), ...(former === undefined ? [] : [idUnder(former.key)])];
};
