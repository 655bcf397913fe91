import type { KeyWrap, WrappedKey } from '@temkin/crypto';
import type { Clock } from '@temkin/kernel';
import {
  openHandOver,
  toldHandOver,
  type AmendedFields,
  type DisclosureRule,
  type HandOver,
  type Parcel,
  type TellingScan,
} from '../domain/index.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';

/** A hand-over as a reader gets it: of which scan of the trail, to whom, and by which proof. */
export interface ToldHandOver extends HandOver {
  readonly custodyEventId: string;
}

/** What a reader may be shown: fields of opened groups, and whom the parcel was handed to. */
export type ShownFields = Partial<AmendedFields> & { readonly handOver?: ToldHandOver };

/** A hand-over as it is kept: still sealed, its key still wrapped. */
export interface SealedHandOver {
  readonly scan: TellingScan;
  readonly key: WrappedKey;
}

export interface HandOverDependencies {
  /** Unwraps the keys that hand-overs are sealed under (purpose `subject`). */
  readonly subjectKeys: Pick<KeyWrap, 'unwrap'>;
  readonly store: Pick<ParcelReads, 'custodyTrail' | 'subjectKey'>;
  readonly clock: Clock;
}

/** Finds whom a parcel was handed to, before a read is on record; and opens it, afterwards. */
export const handOvers = ({ subjectKeys, store, clock }: HandOverDependencies) => ({
  /** Undefined where the rule shows none or none is told; `shredded` once its key is destroyed or past its last day. */
  find: async (
    tenant: string,
    { parcelId, state }: Pick<Parcel, 'parcelId' | 'state'>,
    { besides }: Pick<DisclosureRule, 'besides'>,
  ): Promise<SealedHandOver | 'shredded' | undefined> => {
    if (besides !== 'handOver' || state !== 'delivered') return undefined;
    const scan = toldHandOver({ state }, await store.custodyTrail(tenant, parcelId));
    if (scan === undefined) return undefined;
    const key = await store.subjectKey(tenant, parcelId, clock.now());
    return key === undefined ? 'shredded' : { scan, key };
  },

  /** Opens what was found, to be shown beside the groups. Throws where it does not fit: nobody but us seals. */
  open: async (
    tenant: string,
    { parcelId }: Pick<Parcel, 'parcelId'>,
    found: SealedHandOver | undefined,
  ): Promise<Pick<ShownFields, 'handOver'>> => {
    if (found === undefined) return {};
    const { custodyEventId, detail } = found.scan;
    const subjectKey = await subjectKeys.unwrap(tenant, found.key, parcelId);
    if (subjectKey === undefined) throw new Error('a stored subject key cannot be opened');
    const handOver = openHandOver(subjectKey, detail, { tenant, parcelId, custodyEventId });
    if (handOver === 'broken') throw new Error('a stored hand-over does not open');
    return { handOver: { custodyEventId, ...handOver } };
  },
});

/** The names under which an answer and its event list what was opened. */
export const openedNames = <Name extends string>(
  groups: readonly Name[],
  handOver: SealedHandOver | undefined,
): readonly (Name | 'handOver')[] => (handOver === undefined ? groups : [...groups, 'handOver']);
