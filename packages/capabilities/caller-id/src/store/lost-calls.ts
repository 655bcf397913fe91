import { inForce } from '@temkin/kernel';
import { keyOf, numberOf, type StoredItem, type Table } from '@temkin/storage';
import { callHistoryDays } from '../domain/index.ts';

const DAY_SECONDS = 86_400;

const PAGE_ITEMS = 100;

/** A time, in milliseconds since the epoch, of whose calls a restored store knows nothing. */
export interface LostCalls {
  /** When the backup began. */
  readonly from: number;
  /** When it was brought back. */
  readonly until: number;
}

const lostCallsKey = (tenant: string, from: number) =>
  keyOf('calls', 'lostCalls', { tenant, from: String(from) });

/** What a restore leaves of a company's lost calls, for as long as a call is remembered. */
export const lostCallsItem = (tenant: string, { from, until }: LostCalls): StoredItem => ({
  key: lostCallsKey(tenant, from),
  item: {
    from,
    until,
    expiresAtSeconds: Math.ceil(until / 1_000) + inForce(callHistoryDays, until).value * DAY_SECONDS,
  },
});

/** Times of which the store knows no calls, since it was brought back from a backup. */
export const lostCalls = (table: Table) => ({
  /** Whether a call that was declared between two instants may have been lost. */
  mayBeBetween: async (tenant: string, from: number, until: number): Promise<boolean> => {
    const { partition } = lostCallsKey(tenant, 0);
    let after: string | undefined;
    do {
      const { items, next } = await table.query({
        table: 'calls',
        partition,
        limit: PAGE_ITEMS,
        ...(after !== undefined && { after }),
      });
      if (items.some(({ item }) => numberOf(item, 'from') <= until && numberOf(item, 'until') >= from))
        return true;
      after = next;
    } while (after !== undefined);
    return false;
  },
});

export type LostCallTimes = ReturnType<typeof lostCalls>;
