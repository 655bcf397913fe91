import { keyedHash } from '@temkin/crypto';
import { toHex, type Caller, type Receipt } from '@temkin/kernel';
import { OPEN_STATES, type Parcel } from '../domain/index.ts';
import type { ParcelStore } from '../store/parcel-store.ts';
import { askRouter, type RoutingDependencies } from './ask-router.ts';
import { changed } from './changed.ts';
import { findByName } from './find-by-name.ts';
import type { NewParcel } from './new-parcel.ts';
import type { ParcelKeys, Surroundings } from './ports.ts';
import { prepareReissue } from './prepare-reissue.ts';
import { rebuildToken } from './rebuild-token.ts';
import { refuse } from './refuse.ts';
import { untilSettled } from './until-settled.ts';

/** A parcel that is to have another label, and all that it is to say. */
export interface Reissue {
  readonly parcelId: string;
  readonly body: NewParcel;
}

export interface ReissuedParcel {
  readonly parcel: Parcel;
  readonly token: string;
  readonly receipt: Receipt;
}

export interface ReissueDependencies extends Surroundings, RoutingDependencies {
  readonly keys: ParcelKeys;
  readonly store: ParcelStore;
}

/** The id of the label that a request makes: the same whenever it is repeated. */
const labelIdOf = (seed: Uint8Array, parcelId: string): string =>
  toHex(keyedHash(seed, 16, 'reissue', parcelId).subarray(0, 8));

/** Where a body says what no label can change. */
const mismatches = (body: NewParcel, parcel: Parcel) =>
  (['waybillNumber', 'service'] as const)
    .filter((name) => body[name] !== parcel[name])
    .map((name) => ({ pointer: `/${name}`, detail: 'Must be that of the parcel.' }));

/**
 * Gives an open parcel a new label in place of one that is wrong or leaked: a new id, key and token. The former one dies in
 * the same transaction; where a shift has the parcel it opens on for a day, with the new words, or until the new one is
 * scanned. The same seed and body make the same token again. Refuses by the codes of `prepareLabel` and `rebuildToken`, and
 * `PARCEL.UNKNOWN`, `PARCEL.SHREDDED`, `PARCEL.CLOSED`, `PARCEL.REISSUE_MISMATCH`, `PARCEL.CHANGED`.
 */
export const reissueParcel = (dependencies: ReissueDependencies) => {
  const { recorder, store, clock } = dependencies;

  const attempt = async (
    caller: Caller,
    { parcelId, body }: Reissue,
    seed: Uint8Array,
  ): Promise<ReissuedParcel | undefined> => {
    const { tenant } = caller.principal;
    const parcel = await findByName({ store, clock }, tenant, { parcelId });
    const labelId = labelIdOf(seed, parcelId);
    const again = await store.label(tenant, labelId);
    if (again?.reissueReceipt !== undefined) {
      const token = await rebuildToken(dependencies, tenant, again, body);
      // Made between the two reads, the label that lives is not yet that of the parcel as it was read.
      return parcel.labelId === labelId ? { parcel, token, receipt: again.reissueReceipt } : undefined;
    }

    const about = { resources: [{ type: 'parcel', pseudonym: parcel.pseudonym }] };
    if (!OPEN_STATES.includes(parcel.state)) throw refuse('PARCEL.CLOSED', { about });
    const errors = mismatches(body, parcel);
    if (errors.length > 0) throw refuse('PARCEL.REISSUE_MISMATCH', { about, errors });
    const { flags, ...sorted } =
      body.sortCode === undefined
        ? await askRouter(dependencies, tenant)(body.recipient.address)
        : { flags: [], sortCode: body.sortCode };
    const reissuedAt = clock.now();
    const made = await prepareReissue(dependencies, tenant, parcel, {
      labelId,
      body: { ...body, ...sorted },
      reissuedAt,
    });
    if (made === 'shredded') throw refuse('PARCEL.SHREDDED', { about });
    const { token, prepared } = made;
    const recorded = await recorder.commit(
      caller,
      {
        action: 'parcel.reissue',
        outcome: 'allowed',
        resources: [changed(parcel)],
        change: prepared.staying === undefined ? 'former-label-dead' : 'former-label-superseded',
        flags,
      },
      { writes: (receipt) => store.reissueWrites(tenant, parcel, prepared, receipt) },
    );
    if (recorded.outcome !== 'committed') return undefined;
    const { receipt } = recorded;
    return { parcel: store.reissued(parcel, prepared), token, receipt };
  };

  return (caller: Caller, reissue: Reissue, seed: Uint8Array): Promise<ReissuedParcel> =>
    untilSettled(() => attempt(caller, reissue, seed));
};
