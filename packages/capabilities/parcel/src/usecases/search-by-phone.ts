import type { ActorPseudonyms } from '@temkin/audit-event';
import { keyedHash, type KeyRing } from '@temkin/crypto';
import { inForce, toBase64Url, type Caller, type Receipt } from '@temkin/kernel';
import {
  maySearch,
  searchesPerHour,
  type Parcel,
  type ParcelParty,
  type SearchPurpose,
} from '../domain/index.ts';
import type { ParcelStore } from '../store/parcel-store.ts';
import type { IndexedParcel, PhoneIndex } from '../store/phone-index.ts';
import type { countSearch } from '../store/phone-searches.ts';
import { findLiving } from './find-living.ts';
import { indexedNumbers } from './indexed-numbers.ts';
import type { Findings, Surroundings } from './ports.ts';
import { refuse } from './refuse.ts';

const HOUR_MILLISECONDS = 3_600_000;

/** Where a page ended: in which month of issue, and after which parcel of it; at its beginning where none is named. */
export interface SearchPlace {
  readonly month: string;
  readonly parcelId?: string;
}

/** Whose parcels are looked for, and what for. */
export interface PhoneSearch {
  /** E.164. */
  readonly phone: string;
  readonly purpose: SearchPurpose;
  readonly limit: number;
  readonly after?: SearchPlace;
}

/** A parcel of a number. */
export interface FoundParcel {
  readonly parcel: Parcel;
  readonly party: ParcelParty;
}

export interface FoundParcels {
  readonly found: readonly FoundParcel[];
  /** Leads to the next page, where more may follow. */
  readonly next?: SearchPlace;
  readonly receipt: Receipt;
}

export interface SearchDependencies extends Omit<Surroundings, 'random'> {
  /** `phone-index` by the ids of keys alone; `pseudonym` for what the event says of the number. */
  readonly ring: KeyRing;
  readonly store: Pick<ParcelStore, 'parcel'>;
  readonly index: Pick<PhoneIndex, 'parcelsOf'>;
  readonly countSearch: typeof countSearch;
  readonly actors: ActorPseudonyms;
  readonly findings: Findings;
}

/**
 * The parcels of a phone number, those of the newest month first, for a purpose and within the hour's ceiling. The event
 * names every parcel of the page, so that its people see that it was found, and the number by a keyed hash that is the same
 * for a month. Refuses `PARCEL.PURPOSE_NOT_ALLOWED` and `PARCEL.QUOTA_EXCEEDED`, which is a finding too.
 */
export const searchByPhone = (dependencies: SearchDependencies) => {
  const { recorder, clock, ring, store, index, actors, findings } = dependencies;

  const page = async (
    tenant: string,
    { phone, limit, after }: PhoneSearch,
  ): Promise<{ readonly indexed: readonly IndexedParcel[]; readonly next?: SearchPlace }> => {
    const now = clock.now();
    const names = (await indexedNumbers(ring, tenant, phone, now)).flatMap((name) => name ?? []);
    const left = after === undefined ? names : names.filter(({ indexKeyId }) => indexKeyId <= after.month);
    const indexed: IndexedParcel[] = [];
    for (const name of left) {
      const month = name.indexKeyId;
      if (indexed.length === limit) return { indexed, next: { month } };
      const { parcels, next } = await index.parcelsOf(tenant, name, {
        limit: limit - indexed.length,
        nowMilliseconds: now,
        ...(month === after?.month && after.parcelId !== undefined && { after: after.parcelId }),
      });
      indexed.push(...parcels);
      if (next !== undefined) return { indexed, next: { month, parcelId: next } };
    }
    return { indexed };
  };

  const askedPhone = async (tenant: string, phone: string) => {
    const { key } = await ring.current(tenant, 'pseudonym');
    return { type: 'asked-phone', pseudonym: toBase64Url(keyedHash(key, 16, 'asked-phone', phone)) };
  };

  return async (caller: Caller, search: PhoneSearch): Promise<FoundParcels> => {
    const { principal } = caller;
    const { tenant, id, roles } = principal;
    const { phone, purpose } = search;
    const asked = await askedPhone(tenant, phone);
    const about = { purpose, resources: [asked] };
    if (!maySearch(purpose, roles)) throw refuse('PARCEL.PURPOSE_NOT_ALLOWED', { about });

    const { indexed, next } = await page(tenant, search);
    const read = await Promise.all(
      indexed.map(async ({ parcelId, party }) => ({
        parcel: await findLiving(store, tenant, parcelId),
        party,
      })),
    );
    const found = read.flatMap(({ parcel, party }) => (parcel === undefined ? [] : [{ parcel, party }]));

    const now = clock.now();
    const { id: policyId, value } = inForce(searchesPerHour[purpose], now);
    const hour = Math.floor(now / HOUR_MILLISECONDS);
    const recorded = await recorder.commit(
      caller,
      {
        action: 'parcel.search',
        outcome: 'allowed',
        purpose,
        policies: [policyId],
        resources: [asked, ...found.map(({ parcel }) => ({ type: 'parcel', pseudonym: parcel.pseudonym }))],
      },
      { writes: () => [dependencies.countSearch(principal, purpose, hour, value)] },
    );
    if (recorded.outcome !== 'committed') {
      const pseudonym = await actors.of(tenant, id, now);
      findings.report({ finding: 'search-ceiling-reached', tenant, purpose, pseudonym });
      const rest = (hour + 1) * HOUR_MILLISECONDS - now;
      throw refuse('PARCEL.QUOTA_EXCEEDED', { about, retryAfterSeconds: Math.ceil(rest / 1_000) });
    }
    return { found, ...(next !== undefined && { next }), receipt: recorded.receipt };
  };
};
