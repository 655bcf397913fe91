import { keyedHash } from '@temkin/crypto';
import { inForce, toHex, type Caller, type Receipt } from '@temkin/kernel';
import {
  claimLimits,
  decideClaim,
  type CustodyRecord,
  type Parcel,
  type ParcelState,
} from '../domain/index.ts';
import type { ClaimCountStore } from '../store/claim-counts.ts';
import type { CustodyStore } from '../store/custody-store.ts';
import { changed } from './changed.ts';
import { custodyHolders, type HolderDependencies } from './custody-holders.ts';
import { findByToken, readToken } from './find-by-token.ts';
import { judgedPlace } from './judged-place.ts';
import type { ParcelKeys, Surroundings } from './ports.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/** A label in hand, and the shift it is claimed for: the own open one where none is named. */
export interface Claim {
  readonly token: string;
  readonly shiftId?: string;
}

export interface ClaimedParcel {
  readonly parcel: Parcel;
  readonly state: ParcelState;
  readonly shiftId: string;
  /** Further parcels that those of the claimer's role may claim for the shift; of a repeated request unknown. */
  readonly claimsLeft?: number;
  readonly receipt?: Receipt;
}

export interface ClaimDependencies extends Surroundings, HolderDependencies {
  readonly keys: Pick<ParcelKeys, 'ring'>;
  readonly store: CustodyStore;
  readonly claims: ClaimCountStore;
}

const EVENT = 'out-for-delivery';

/**
 * Gives a parcel into a shift's custody on the strength of its label alone, with the anomaly on record. The same seed
 * claims once. Refuses by the codes of `decideClaim`, `readToken` and `findByToken`, and `PARCEL.CHANGED`.
 */
export const claimParcel = (dependencies: ClaimDependencies) => {
  const { recorder, store, shifts, claims, keys, clock } = dependencies;
  const holders = custodyHolders(dependencies);

  const shiftFor = async ({ principal: { tenant, id } }: Caller, { shiftId }: Claim) => {
    const named = shiftId ?? (await shifts.openShift(tenant, id))?.shiftId;
    return named === undefined ? undefined : shifts.shift(tenant, named);
  };

  const attempt = async (
    caller: Caller,
    claim: Claim,
    seed: Uint8Array,
  ): Promise<ClaimedParcel | undefined> => {
    const { principal } = caller;
    const { tenant } = principal;
    const custodyEventId = toHex(keyedHash(seed, 16, 'claim'));
    const found = await findByToken({ store, ring: keys.ring, clock }, tenant, readToken(claim.token));
    const { parcel, use } = found;
    const { parcelId } = parcel;
    const about = { resources: [{ type: 'parcel', pseudonym: parcel.pseudonym }] };
    const [known, shift] = await Promise.all([
      store.custodyRecord(tenant, parcelId, custodyEventId),
      shiftFor(caller, claim),
    ]);
    if (known?.holder !== undefined) return { parcel, state: known.state, shiftId: known.holder.id };

    const now = clock.now();
    const counted = await claims.claimCounts(tenant, shift?.shiftId ?? '');
    const limits = inForce(claimLimits, now);
    const verdict = decideClaim({
      principal,
      parcel,
      claims: counted.counts,
      limits: limits.value,
      ...(shift !== undefined && { shift }),
    });
    if (!verdict.allowed) throw refuse(verdict.code, { about });
    const { holder, flags, by } = verdict;

    const occurrence = { event: EVENT, occurredAt: now, recordedAt: now } as const;
    const isRelabelled = use === 'current' && parcel.superseded !== undefined;
    const labelKeys = isRelabelled ? await store.livingLabelKeys(tenant, parcel) : [];
    const judged = await judgedPlace(store, tenant, parcel, occurrence);
    const recorded = await recorder.commit(
      caller,
      {
        action: 'custody.claim',
        outcome: 'allowed',
        resources: [changed(parcel), ...(await holders.resources(tenant, { holder }, now))],
        change: EVENT,
        flags,
        policies: [limits.id],
      },
      {
        reliedOn: shift === undefined ? [] : [shift.reliedOn],
        writes: ({ eventId }) => {
          const record: CustodyRecord = {
            custodyEventId,
            ...occurrence,
            ...verdict.place,
            order: parcel.reliedOn.version,
            source: principal.roles.join(' '),
            flags,
            eventId,
          };
          return [
            ...store.custodyWrites(
              tenant,
              parcel,
              { ...judged.after(record, verdict.place), labelKeys, isRelabelled },
              record,
            ),
            claims.countClaim(tenant, holder.id, counted, by, now),
          ];
        },
      },
    );
    if (recorded.outcome !== 'committed') return undefined;
    const claimsLeft = limits.value[by] - counted.counts[by] - 1;
    const { receipt } = recorded;
    return { parcel, state: verdict.place.state, shiftId: holder.id, claimsLeft, receipt };
  };

  return (caller: Caller, claim: Claim, seed: Uint8Array): Promise<ClaimedParcel> =>
    untilSettled(() => attempt(caller, claim, seed));
};
