import { keyOf, textOf, type Item, type Key, type Table, type Write } from '@temkin/storage';
import type { EntryName } from './index-entries.ts';

/** Who is being registered by an identity number, as it was read; nobody where it is absent. */
export interface HolderClaim {
  readonly personId: string;
}

/** Longer than any request reads before it writes: whoever comes later finds the person by the index. */
const LIFE_SECONDS = 86_400;

const claimKey = (tenant: string, { generation, hash }: EntryName): Key =>
  keyOf('subscriber-index', 'holderClaim', { tenant, generation: String(generation), hash });

const toClaim = (item: Item): HolderClaim => ({ personId: textOf(item, 'personId') });

/**
 * Claims of identity numbers. Entries of an index leave room for several people, so two who register one unknown holder, or import it, would
 * not meet: each claims the number for its person, and only one of them does.
 */
export const holderClaims = (table: Table) => ({
  find: async (tenant: string, name: EntryName): Promise<HolderClaim | undefined> => {
    const item = await table.get(claimKey(tenant, name));
    return item && toClaim(item);
  },

  /** Of up to a hundred numbers in one read, in the order asked. */
  findMany: async (
    tenant: string,
    names: readonly EntryName[],
  ): Promise<readonly (HolderClaim | undefined)[]> => {
    if (names.length === 0) return [];
    const items = await table.getMany(names.map((name) => claimKey(tenant, name)));
    return items.map((item) => item && toClaim(item));
  },

  /** Refused where somebody has claimed the number since it was read. */
  putWrite: (
    tenant: string,
    name: EntryName,
    read: HolderClaim | undefined,
    to: { readonly personId: string; readonly at: number },
  ): Write => ({
    kind: 'put',
    key: claimKey(tenant, name),
    item: { personId: to.personId, expiresAtSeconds: Math.floor(to.at / 1_000) + LIFE_SECONDS },
    condition: read === undefined ? 'absent' : [{ attribute: 'personId', is: 'equal', to: read.personId }],
  }),
});

export type HolderClaims = ReturnType<typeof holderClaims>;
