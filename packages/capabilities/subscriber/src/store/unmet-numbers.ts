import { keyOf, partsOf, type Key, type Table, type Write } from '@temkin/storage';
import type { ImportName } from './imports.ts';

const unmetKey = ({ tenant, importId }: ImportName, subscriptionId: string): Key =>
  keyOf('registry-bulk', 'parityUnmet', { tenant, importId, subscriptionId });

/** Numbers that the registry has and no row of a parity report named: the ids of their subscriptions. */
export const unmetNumbers = (table: Table) => ({
  putWrite: (name: ImportName, subscriptionId: string, expiresAtSeconds: number): Write => ({
    kind: 'put',
    key: unmetKey(name, subscriptionId),
    item: { expiresAtSeconds },
  }),

  /** Those behind an id, in order of their ids; `next` where there are more. */
  page: async (
    name: ImportName,
    limit: number,
    after?: string,
  ): Promise<{ readonly subscriptionIds: readonly string[]; readonly next?: string }> => {
    const { partition } = unmetKey(name, '');
    const { items, next } = await table.query({
      table: 'registry-bulk',
      partition,
      limit,
      ...(after !== undefined && { after: unmetKey(name, after).sort }),
    });
    const subscriptionIds = items.flatMap(
      ({ sort }) => partsOf('registry-bulk', 'parityUnmet', { partition, sort })?.subscriptionId ?? [],
    );
    const last = subscriptionIds.at(-1);
    return { subscriptionIds, ...(next !== undefined && last !== undefined && { next: last }) };
  },
});

export type UnmetNumbers = ReturnType<typeof unmetNumbers>;
