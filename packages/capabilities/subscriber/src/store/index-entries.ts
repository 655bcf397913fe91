import {
  keyOf,
  partsOf,
  textOf,
  type Condition,
  type Item,
  type Key,
  type Table,
  type Write,
} from '@temkin/storage';
import type { Generation, IndexName } from '../domain/index.ts';

/** What terms are called in one generation of an index. */
export interface EntryName {
  readonly index: IndexName;
  readonly generation: Generation['number'];
  readonly hash: string;
}

/** Whom an entry leads to: a holder, or one of its subscriptions. */
export interface Candidate {
  readonly personId: string;
  readonly subscriptionId?: string;
}

/** An entry of an index. */
export interface IndexEntry {
  readonly name: EntryName;
  readonly to: Candidate;
  /** Whether it is the one that a number has: it lies where there is room for one. */
  readonly isOnly: boolean;
}

const nameParts = (tenant: string, { index, generation, hash }: EntryName) => ({
  tenant,
  index,
  generation: String(generation),
  hash,
});

const onlyKey = (tenant: string, name: EntryName): Key =>
  keyOf('subscriber-index', 'liveEntry', nameParts(tenant, name));

const besideKey = (tenant: string, { name, to }: IndexEntry): Key =>
  to.subscriptionId === undefined
    ? keyOf('subscriber-index', 'personEntry', { ...nameParts(tenant, name), personId: to.personId })
    : keyOf('subscriber-index', 'subscriptionEntry', {
        ...nameParts(tenant, name),
        personId: to.personId,
        subscriptionId: to.subscriptionId,
      });

/** Where an entry lies. */
export const entryKey = (tenant: string, entry: IndexEntry): Key =>
  entry.isOnly ? onlyKey(tenant, entry.name) : besideKey(tenant, entry);

const candidateItem = ({ personId, subscriptionId }: Candidate): Item => ({
  personId,
  ...(subscriptionId !== undefined && { subscriptionId }),
});

const ownedBy = (subscriptionId: string | undefined): Exclude<Condition, 'present'> =>
  subscriptionId === undefined
    ? 'absent'
    : [{ attribute: 'subscriptionId', is: 'equal', to: subscriptionId }];

/** The entry as it lies beside the one that a number has. */
export const beside = (entry: IndexEntry): IndexEntry => ({ ...entry, isOnly: false });

/** Entries by which people are found: keyed hashes that lead to ids. */
export const indexEntries = (table: Table) => ({
  /** Refused where the number is another's already; else it may be said again. */
  putWrite: (tenant: string, entry: IndexEntry): Write => {
    return entry.isOnly
      ? { kind: 'put', key: entryKey(tenant, entry), item: candidateItem(entry.to), condition: 'absent' }
      : { kind: 'put', key: entryKey(tenant, entry), item: {} };
  },

  /** Takes away the one entry of a number. Refused where it leads to another by now. */
  freeWrite: (tenant: string, entry: IndexEntry): Write => ({
    kind: 'delete',
    key: onlyKey(tenant, entry.name),
    condition: ownedBy(entry.to.subscriptionId),
  }),

  /** Makes the one entry of a number lead to another who has it. Refused where it leads elsewhere by now. */
  handOverWrite: (tenant: string, { name, to }: IndexEntry, other: IndexEntry): Write => ({
    kind: 'put',
    key: onlyKey(tenant, name),
    item: candidateItem(other.to),
    condition: ownedBy(to.subscriptionId),
  }),

  /** Fails a transaction where the one entry of a number leads elsewhere by now, or, of no owner, anywhere. */
  ownerCheck: (tenant: string, name: EntryName, owner: string | undefined): Write => ({
    kind: 'check',
    key: onlyKey(tenant, name),
    condition: ownedBy(owner),
  }),

  deleteWrite: (tenant: string, entry: IndexEntry): Write => ({
    kind: 'delete',
    key: entryKey(tenant, entry),
  }),

  /** Deletes entries wherever they lie, a hundred in a request. */
  deleteAll: async (tenant: string, entries: readonly IndexEntry[]): Promise<void> => {
    for (let at = 0; at < entries.length; at += 100)
      await table.deleteMany(entries.slice(at, at + 100).map((entry) => entryKey(tenant, entry)));
  },

  /** Of each of up to a hundred names, which subscription its one entry leads to. */
  onlyOnes: async (tenant: string, names: readonly EntryName[]): Promise<readonly (string | undefined)[]> => {
    if (names.length === 0) return [];
    const items = await table.getMany(names.map((name) => onlyKey(tenant, name)));
    return items.map((item) => item && textOf(item, 'subscriptionId'));
  },

  /** The same, with whose subscription it is. */
  onlyOwners: async (
    tenant: string,
    names: readonly EntryName[],
  ): Promise<readonly ({ readonly personId: string; readonly subscriptionId: string } | undefined)[]> => {
    if (names.length === 0) return [];
    const items = await table.getMany(names.map((name) => onlyKey(tenant, name)));
    return items.map(
      (item) =>
        item && { personId: textOf(item, 'personId'), subscriptionId: textOf(item, 'subscriptionId') },
    );
  },

  /** Whom the entries of a name lead to; `isMore` where there are more of them than the limit. */
  candidates: async (
    tenant: string,
    name: EntryName,
    limit: number,
  ): Promise<{ readonly candidates: readonly Candidate[]; readonly isMore: boolean }> => {
    const { partition } = onlyKey(tenant, name);
    const { items } = await table.query({ table: 'subscriber-index', partition, limit: limit + 1 });
    const candidates = items.map(({ sort, item }): Candidate => {
      const key = { partition, sort };
      const ofPerson = partsOf('subscriber-index', 'personEntry', key);
      if (ofPerson !== undefined) return { personId: ofPerson.personId };
      const { personId, subscriptionId } = partsOf('subscriber-index', 'subscriptionEntry', key) ?? {
        personId: textOf(item, 'personId'),
        subscriptionId: textOf(item, 'subscriptionId'),
      };
      return { personId, subscriptionId };
    });
    return { candidates: candidates.slice(0, limit), isMore: candidates.length > limit };
  },
});

export type IndexEntries = ReturnType<typeof indexEntries>;
