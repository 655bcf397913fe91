import type { EventDraft } from '@temkin/audit-event';
import { inFlight, type Receipt } from '@temkin/kernel';
import { endAt, type Parcel, type ParcelEnd, type Read, type RevokeReason } from '../domain/index.ts';
import type { DueParcel } from '../store/due-keys.ts';
import type { EndingStore } from '../store/ending-store.ts';
import { changed } from './changed.ts';
import { shredderFor } from './own-actors.ts';
import type { KeyShredding } from './shred-keys.ts';
import { untilSettled } from './until-settled.ts';

/** What became of parcels that are due. */
export interface EndedParcels {
  /** Parcels that were voided, became unclaimed or were shredded here, for sure. */
  readonly ended: number;
  /** Parcels that could not be worked off; their due items are as they were. */
  readonly failed: readonly DueParcel[];
  /** Whether something was left because the time was over. */
  readonly remaining: boolean;
}

export type ParcelEnding = Omit<KeyShredding, 'store'> & { readonly store: EndingStore };

/** Parcels of a page that are worked off at the same time: months begin with many at once. */
const PARCELS_IN_FLIGHT = 8;

/** A label that nobody has accepted is one that was never handed in: the same word as if somebody had said so. */
const NEVER_ACCEPTED: RevokeReason = 'never-handed-in';

const DRAFTS = {
  void: { action: 'parcel.revoke', change: NEVER_ACCEPTED },
  unclaimed: { action: 'parcel.close', change: 'unclaimed' },
  shred: { action: 'parcel.shred', change: 'parcel' },
} as const satisfies Readonly<Record<ParcelEnd['what'], Pick<EventDraft, 'action' | 'change'>>>;

/** Reads what an end is about, and says what it writes. */
const writesOf = async (
  { store, nowSeconds }: ParcelEnding,
  tenant: string,
  parcel: Read<Parcel>,
  what: ParcelEnd['what'],
): Promise<(receipt: Receipt) => ReturnType<EndingStore['unclaimWrites']>> => {
  const at = nowSeconds * 1_000;
  if (what === 'unclaimed')
    return ({ eventId }) => store.unclaimWrites(tenant, parcel, { eventId, unclaimedAt: at });
  const labelKeys = await store.livingLabelKeys(tenant, parcel);
  if (what === 'shred')
    return ({ eventId }) => store.shredParcelWrites(tenant, parcel, labelKeys, { eventId, shreddedAt: at });
  const label = await store.label(tenant, parcel.labelId);
  if (label === undefined) throw new Error('a parcel leads to no label');
  return ({ eventId }) => store.revokeWrites(tenant, parcel, label, labelKeys, { eventId, revokedAt: at });
};

/** Clears away what is left of a shredded parcel, the note at last: cut off in between, it is come upon again. */
const clearAway = async ({ store }: ParcelEnding, due: DueParcel): Promise<void> => {
  await store.clearTrail(due.tenant, due.parcelId);
  await store.forget(due);
};

/** Ends a parcel on record; false where there was nothing to end, undefined where it changed in between. */
const endOnce = async (ending: ParcelEnding, due: DueParcel): Promise<boolean | undefined> => {
  const { store, recorder, nowSeconds } = ending;
  const { tenant, parcelId } = due;
  const parcel = await store.parcel(tenant, parcelId);
  if (parcel === undefined || parcel.state === 'shredded') {
    await clearAway(ending, due);
    return false;
  }
  const end = endAt(parcel, nowSeconds * 1_000);
  if (end === undefined) {
    await store.postpone(due, parcel.dueAt / 1_000);
    return false;
  }
  const writes = await writesOf(ending, tenant, parcel, end.what);
  const recorded = await recorder.commit(
    shredderFor(tenant),
    {
      ...DRAFTS[end.what],
      outcome: 'allowed',
      resources: [changed(parcel)],
      policies: [end.policyId],
    },
    { writes },
  );
  if (recorded.outcome !== 'committed') return undefined;
  if (end.what === 'shred') await clearAway(ending, due);
  else await store.postpone(due, parcel.retainedUntil / 1_000);
  return true;
};

/**
 * Does to parcels what time does: voids labels that nobody accepted, makes open parcels unclaimed, and shreds those whose
 * retention is over, each in a transaction of its own with its event. Safe to run twice and several times at once; one that
 * fails sinks no other.
 */
export const endParcels = async (
  ending: ParcelEnding,
  parcels: readonly DueParcel[],
): Promise<EndedParcels> => {
  const ends = await inFlight(PARCELS_IN_FLIGHT, parcels, async (due) => {
    if (ending.isOutOfTime()) return 'remaining';
    try {
      return (await untilSettled(() => endOnce(ending, due))) ? 'ended' : 'nothing';
    } catch {
      return due;
    }
  });
  return {
    ended: ends.filter((end) => end === 'ended').length,
    failed: ends.flatMap((end) => (typeof end === 'string' ? [] : [end])),
    remaining: ends.includes('remaining'),
  };
};
