import type { Sealed, WrappedKey } from '@temkin/crypto';
import { keyOf, numberOf, optional, partsOf, type Table } from '@temkin/storage';
import { AMENDMENTS_LIMIT, type GroupName } from '../domain/index.ts';
import { toWrappedKey } from './label-item.ts';
import { mapOf, sealedGroups } from './sealed-groups.ts';

/** Groups that are sealed under a key of their own. */
interface SealedApart {
  readonly key: WrappedKey;
  /** Undefined where the group is not there. */
  readonly sealed: (group: GroupName) => Sealed | undefined;
}

/** An amendment of an escrow copy. */
export interface EscrowAmendment extends SealedApart {
  readonly version: number;
}

/** All groups of a parcel as its label said them, sealed under a key of their own, and what was amended since. */
export interface EscrowCopy extends SealedApart {
  readonly payloadVersion: number;
  /** Oldest first. */
  readonly amendments: readonly EscrowAmendment[];
}

/** Reads of escrow copies. */
export const escrowCopies = (table: Table) => ({
  /** The copy and its amendments up to a version; undefined once it is destroyed or past its last day. */
  copy: async (
    tenant: string,
    { parcelId, amendmentVersion = 0 }: { readonly parcelId: string; readonly amendmentVersion?: number },
    nowMilliseconds: number,
  ): Promise<EscrowCopy | undefined> => {
    const { partition, sort: copySort } = keyOf('parcel-escrow', 'escrow', { tenant, parcelId });
    const { items } = await table.query({ table: 'parcel-escrow', partition, limit: AMENDMENTS_LIMIT + 1 });
    const item = items.find(({ sort }) => sort === copySort)?.item;
    if (item === undefined || numberOf(item, 'expiresAtSeconds') * 1_000 <= nowMilliseconds) return undefined;
    const foldedVersion = optional(numberOf, item, 'foldedVersion') ?? 0;
    const amendments = items.flatMap(({ sort, item: amendment }): readonly EscrowAmendment[] => {
      const version = Number(
        partsOf('parcel-escrow', 'amendment', { partition, sort })?.amendmentVersion ?? Number.NaN,
      );
      // One that the parcel does not know of is none: it was made while we read, or its parcel is of an older backup. What
      // was amended before a new label is in the copy that was made with it.
      if (!(foldedVersion < version && version <= amendmentVersion)) return [];
      return [{ version, key: toWrappedKey(amendment), sealed: sealedGroups(mapOf(amendment.groups)) }];
    });
    return {
      key: toWrappedKey(item),
      payloadVersion: numberOf(item, 'payloadVersion'),
      sealed: sealedGroups(mapOf(item.groups)),
      amendments: amendments.toSorted((a, b) => a.version - b.version),
    };
  },
});

export type EscrowCopies = ReturnType<typeof escrowCopies>;
