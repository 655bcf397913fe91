import type { KeyWrap, WrappedKey } from '@temkin/crypto';
import { inFlight, type Clock } from '@temkin/kernel';
import { isLabelOnly, type AmendedFields, type GroupName, type Parcel } from '../domain/index.ts';
import type { EscrowCopies, EscrowCopy } from '../store/escrow-copies.ts';
import type { ParcelReads } from '../store/parcel-reads.ts';
import { aboutLoaded, type Located, type RefusedLoad } from './locate-load.ts';
import { openCopy } from './open-copy.ts';
import { openPrinted } from './open-printed.ts';
import { refuse } from './refuse.ts';

/** Where the groups of a parcel are, still sealed: in its escrow copy, or, where there is none, on the label in hand. */
export type Vault =
  | { readonly copy: EscrowCopy }
  | { readonly labelKey: WrappedKey; readonly scanned: NonNullable<Located['scanned']> };

export interface OpenLoadDependencies {
  /** Unwrap keys of escrow copies (purpose `escrow`), and of labels (purpose `label`). */
  readonly escrowKeys: Pick<KeyWrap, 'unwrap'>;
  readonly labelKeys: Pick<KeyWrap, 'unwrap'>;
  readonly copies: EscrowCopies;
  readonly store: Pick<ParcelReads, 'labelKey'>;
  readonly clock: Clock;
}

const READS_IN_FLIGHT = 16;

/** Finds what the parcels of a load are sealed in, before anything is recorded; and opens it, afterwards. */
export const loadVaults = ({ escrowKeys, labelKeys, copies, store, clock }: OpenLoadDependencies) => {
  const vaultOf = async (
    tenant: string,
    { parcel, scanned }: Pick<Located, 'parcel' | 'scanned'>,
  ): Promise<Vault | 'PARCEL.LABEL_ONLY' | 'PARCEL.SHREDDED'> => {
    const now = clock.now();
    if (!isLabelOnly(parcel.kind)) {
      const copy = await copies.copy(tenant, parcel, now);
      return copy === undefined ? 'PARCEL.SHREDDED' : { copy };
    }
    if (scanned === undefined) return 'PARCEL.LABEL_ONLY';
    const labelKey = await store.labelKey(tenant, scanned.label.labelId, now);
    return labelKey === undefined ? 'PARCEL.SHREDDED' : { labelKey, scanned };
  };

  return {
    /** Of one parcel; a code where there is nothing to open. */
    of: vaultOf,

    /** Refuses, of each parcel by itself, `PARCEL.SHREDDED` and, without its label in hand, `PARCEL.LABEL_ONLY`. */
    find: async <One extends Located>(
      tenant: string,
      located: readonly One[],
    ): Promise<readonly ((One & { readonly vault: Vault }) | RefusedLoad)[]> =>
      inFlight(READS_IN_FLIGHT, located, async (one) => {
        const { parcel, indexes } = one;
        const vault = await vaultOf(tenant, one);
        return typeof vault === 'string'
          ? { indexes, parcel, refusal: refuse(vault, { about: aboutLoaded(parcel) }) }
          : { ...one, vault };
      }),

    /** Opens the permitted groups of one parcel whose read is on record. Throws where anything does not fit. */
    open: async (
      tenant: string,
      {
        parcel,
        groups,
        vault,
      }: { readonly parcel: Parcel; readonly groups: readonly GroupName[]; readonly vault: Vault },
    ): Promise<Partial<AmendedFields>> => {
      const { parcelId } = parcel;
      if ('copy' in vault) return openCopy(vault.copy, { escrowKeys, tenant, parcelId, groups });
      const { label, token } = vault.scanned;
      const key = await labelKeys.unwrap(tenant, vault.labelKey, label.labelId);
      if (key === undefined) throw new Error('a stored label key cannot be opened');
      // What is on its label alone is never amended.
      return openPrinted(tenant, { label, bytes: token.bytes, key }, [], groups);
    },
  };
};

export type LoadVaults = ReturnType<typeof loadVaults>;
