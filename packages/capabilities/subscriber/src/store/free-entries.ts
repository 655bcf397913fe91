import type { ReliedOn } from '@temkin/kernel';
import { stillHolds, type Write } from '@temkin/storage';
import { beside, type IndexEntries, type IndexEntry } from './index-entries.ts';
import type { People } from './people.ts';
import { isLive, type Read, type SealedSubscription } from './record-item.ts';

/** Former holders of one number that are looked at for one that has it still. */
const SEEN_LIMIT = 99;

/**
 * The writes that take away the one entry of a number whose subscription ends. Where a fault of the past gave the number to two, the
 * entry is the other's from now on; where it was the other's, it stays so. Refused where any of that changed meanwhile.
 */
export const freeEntries = ({
  entries,
  people,
}: {
  readonly entries: IndexEntries;
  readonly people: Pick<People, 'findSubscriptions'>;
}) => {
  /** To whom else the number belongs, if to anybody. */
  const findOther = async (
    tenant: string,
    { name, to }: IndexEntry,
  ): Promise<Read<SealedSubscription> | undefined> => {
    const { candidates } = await entries.candidates(tenant, name, SEEN_LIMIT);
    const named = candidates.flatMap(({ personId, subscriptionId }) =>
      subscriptionId === undefined || subscriptionId === to.subscriptionId
        ? []
        : [{ personId, subscriptionId }],
    );
    const found = named.length === 0 ? [] : await people.findSubscriptions(tenant, named);
    return found.find((one) => one !== undefined && isLive(one));
  };

  const freeing = async (
    tenant: string,
    entry: IndexEntry,
    owner: string | undefined,
  ): Promise<{ readonly writes: readonly Write[]; readonly reliedOn: readonly ReliedOn[] }> => {
    if (owner !== entry.to.subscriptionId)
      return { writes: [entries.ownerCheck(tenant, entry.name, owner)], reliedOn: [] };
    const other = await findOther(tenant, entry);
    if (other === undefined) return { writes: [entries.freeWrite(tenant, entry)], reliedOn: [] };
    const { personId, subscriptionId, reliedOn } = other;
    const theirs: IndexEntry = { ...entry, to: { personId, subscriptionId } };
    return {
      writes: [entries.handOverWrite(tenant, entry, theirs), entries.deleteWrite(tenant, beside(theirs))],
      reliedOn: [reliedOn],
    };
  };

  /** The entry of who has the number from now on; where a generation is being made, there may be none to take over yet. */
  const handing = (
    tenant: string,
    entry: IndexEntry,
    heir: IndexEntry,
    owner: string | undefined,
  ): readonly Write[] =>
    owner === entry.to.subscriptionId
      ? [entries.handOverWrite(tenant, entry, heir)]
      : [entries.putWrite(tenant, heir)];

  /** `heirs`: entries of whom the number is handed over to, of the same names. */
  return async (
    tenant: string,
    gone: readonly IndexEntry[],
    heirs: readonly IndexEntry[] = [],
  ): Promise<readonly Write[]> => {
    const owners = await entries.onlyOnes(
      tenant,
      gone.map(({ name }) => name),
    );
    const freed = await Promise.all(
      gone.map(async (entry, at) => {
        const heir = heirs.find((one) => sameName(one, entry));
        return heir === undefined
          ? freeing(tenant, entry, owners[at])
          : { writes: handing(tenant, entry, heir, owners[at]), reliedOn: [] };
      }),
    );
    return [
      ...stillHolds(freed.flatMap(({ reliedOn }) => reliedOn)),
      ...freed.flatMap(({ writes }) => writes),
    ];
  };
};

const sameName = ({ name: one }: IndexEntry, { name: other }: IndexEntry): boolean =>
  one.index === other.index && one.generation === other.generation && one.hash === other.hash;

export type FreeEntries = ReturnType<typeof freeEntries>;
