import { keyedHash } from '@temkin/crypto';
import { toHex, type About, type Caller, type Receipt } from '@temkin/kernel';
import {
  AMENDMENTS_LIMIT,
  changedFields,
  decideAmendment,
  type AmendableField,
  type AmendmentChanges,
  type Parcel,
} from '../domain/index.ts';
import type { CaseReads } from '../store/case-store.ts';
import type { ParcelStore } from '../store/parcel-store.ts';
import { askRouter, type Routed, type RoutingDependencies } from './ask-router.ts';
import { changed } from './changed.ts';
import { findByName } from './find-by-name.ts';
import { caseResources, findCase } from './find-case.ts';
import type { ParcelKeys, Surroundings } from './ports.ts';
import { prepareAmendment } from './prepare-amendment.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/** What is asked to be amended, and by which case where one is due. */
export interface AskedAmendment {
  readonly parcelId: string;
  readonly changes: AmendmentChanges;
  /** For another address: where it is sorted to. Without it the router tells, else the former one stays within its commune. */
  readonly sortCode?: string;
  readonly caseId?: string;
}

/** What became of it: names, and no values. */
export interface AmendedParcel {
  readonly parcel: Parcel;
  readonly version: number;
  readonly fields: readonly AmendableField[];
  /** Milliseconds since the epoch. */
  readonly amendedAt: number;
  readonly receipt: Receipt;
}

export interface AmendingDependencies extends Surroundings, RoutingDependencies {
  readonly keys: ParcelKeys;
  readonly store: ParcelStore;
  readonly cases: CaseReads;
}

/**
 * Amends what is known of an open parcel, under the label that it has: the next reader gets the newest word on each field.
 * Of amendments at the same time each becomes a version. The same seed answers the same amendment again. Refuses by the
 * codes of `decideAmendment`, and `PARCEL.UNKNOWN`, `PARCEL.ADDRESS_INVALID`, `PARCEL.DATE_INVALID` (a window that is
 * over), `PARCEL.AMENDMENTS_SPENT`, `PARCEL.SHREDDED`, `PARCEL.CHANGED`.
 */
export const amendParcel = (dependencies: AmendingDependencies) => {
  const { recorder, store, cases, clock } = dependencies;

  const routed = async (tenant: string, { changes, sortCode }: AskedAmendment): Promise<Routed> => {
    const { street, communeCode } = changes.delivery ?? {};
    return sortCode !== undefined || street === undefined || communeCode === undefined
      ? { flags: [] }
      : askRouter(dependencies, tenant)({ street, communeCode });
  };

  const attempt = async (
    caller: Caller,
    asked: AskedAmendment,
    seed: Uint8Array,
  ): Promise<AmendedParcel | undefined> => {
    const { principal } = caller;
    const { tenant } = principal;
    const { parcelId, changes } = asked;
    const fields = changedFields(changes);
    const parcel = await findByName({ store, clock }, tenant, { parcelId });
    const amendmentId = toHex(keyedHash(seed, 16, 'amendment', parcelId));
    const known = await store.amendments(tenant, parcel);
    const again = known.find((one) => one.amendmentId === amendmentId);
    if (again !== undefined) return { parcel, ...again };

    const named = await findCase(cases, principal, asked.caseId, { parcelId, purpose: 'support' });
    const about: About = { resources: [{ type: 'parcel', pseudonym: parcel.pseudonym }] };
    const verdict = decideAmendment({ principal, parcel, fields, hasCase: named !== undefined });
    if (!verdict.allowed) throw refuse(verdict.code, { about });
    const version = (parcel.amendmentVersion ?? 0) + 1;
    if (version > AMENDMENTS_LIMIT) throw refuse('PARCEL.AMENDMENTS_SPENT', { about });

    const amendedAt = clock.now();
    const { flags, ...sorted } = await routed(tenant, asked);
    const decided = { ...asked, ...sorted, version, amendedAt };
    const prepared = await prepareAmendment(dependencies, tenant, parcel, decided);
    if (prepared === 'shredded') throw refuse('PARCEL.SHREDDED', { about });
    const recorded = await recorder.commit(
      caller,
      {
        action: 'parcel.amend',
        outcome: 'allowed',
        resources: [changed(parcel), ...caseResources(named)],
        ...(named !== undefined && { purpose: named.kind }),
        fields,
        flags,
      },
      {
        reliedOn: named === undefined ? [] : [named.reliedOn],
        writes: (receipt) =>
          store.amendWrites(tenant, parcel, prepared, { amendmentId, version, fields, amendedAt, receipt }),
      },
    );
    return recorded.outcome === 'committed'
      ? { parcel, version, fields, amendedAt, receipt: recorded.receipt }
      : undefined;
  };

  return (caller: Caller, asked: AskedAmendment, seed: Uint8Array): Promise<AmendedParcel> =>
    untilSettled(() => attempt(caller, asked, seed));
};
