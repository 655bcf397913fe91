import { keyOf, numberOf, optional, partsOf, type Key, type Table, type Write } from '@temkin/storage';

/** A company that has indexes, for whoever works at them by itself. */
export interface IndexedCompany {
  readonly tenant: string;
  /** Whether an index is being made, or a former generation deleted. */
  readonly isUnderWay: boolean;
  /** When it was last counted whether its indexes suit its people, milliseconds since the epoch; absent since the last change of them. */
  readonly measuredAt?: number;
}

const companyKey = (tenant: string): Key => keyOf('subscriber-index', 'indexedCompany', { tenant });

/** Goes with every change of the states of a company's indexes. */
export const indexedCompanyWrite = (
  tenant: string,
  { isUnderWay }: Pick<IndexedCompany, 'isUnderWay'>,
): Write => ({ kind: 'put', key: companyKey(tenant), item: { isUnderWay } });

const PAGE_ITEMS = 100;

/** Which companies have indexes. */
export const indexedCompanies = (table: Table) => ({
  async *all(): AsyncGenerator<IndexedCompany, void> {
    const { partition } = companyKey('');
    let after: string | undefined;
    do {
      const page = await table.query({
        table: 'subscriber-index',
        partition,
        limit: PAGE_ITEMS,
        ...(after !== undefined && { after }),
      });
      for (const { sort, item } of page.items) {
        const tenant = partsOf('subscriber-index', 'indexedCompany', { partition, sort })?.tenant;
        const measuredAt = optional(numberOf, item, 'measuredAt');
        if (tenant !== undefined)
          yield {
            tenant,
            isUnderWay: item.isUnderWay === true,
            ...(measuredAt !== undefined && { measuredAt }),
          };
      }
      after = page.next;
    } while (after !== undefined);
  },

  /** Says when it was counted; of a company whose indexes changed meanwhile it is counted once more at most. */
  measured: async (tenant: string, at: number): Promise<void> => {
    await table.write({
      kind: 'update',
      key: companyKey(tenant),
      set: { measuredAt: at },
      condition: 'present',
    });
  },
});

export type IndexedCompanies = ReturnType<typeof indexedCompanies>;
