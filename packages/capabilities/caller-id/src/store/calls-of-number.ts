import { keyOf, textOf, type Key, type Table, type Write } from '@temkin/storage';

/** Digits of an instant in milliseconds, until the year 2286: texts of one length sort as their numbers do. */
const TIME_DIGITS = 13;

const PAGE_ITEMS = 500;

/** Calls of one number within a few hours that are looked at: a thousand an hour. */
const LOOKED_AT_MOST = 5_000;

/** A call by the number that it showed: of the pool, or a shipper's own. */
export interface CallOfNumber {
  readonly intentId: string;
  /** The keyed hash of the number. */
  readonly numberHash: string;
  /** The proof by which somebody with the last four digits of their own number finds the call (`lastFourProof`). */
  readonly lastFourHash: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

const keyFor = (tenant: string, keyId: string, { numberHash, createdAt, intentId }: CallOfNumber): Key =>
  keyOf('calls', 'callOfNumber', {
    tenant,
    keyId,
    numberHash,
    createdAt: String(createdAt).padStart(TIME_DIGITS, '0'),
    intentId,
  });

/** Declared calls by the number that they showed and when: what a citizen's report is joined with. */
export const callsOfNumber = (table: Table) => ({
  /** Goes into the transaction that declares the call. */
  putWrite: (tenant: string, keyId: string, call: CallOfNumber, expiresAtSeconds: number): Write => ({
    kind: 'put',
    key: keyFor(tenant, keyId, call),
    item: { intentId: call.intentId, lastFourHash: call.lastFourHash, expiresAtSeconds },
  }),

  /** Calls that were declared between two instants, the latest first; `isCut` where there may be more than are looked at. */
  between: async (
    tenant: string,
    { keyId, numberHash }: { readonly keyId: string; readonly numberHash: string },
    from: number,
    until: number,
  ): Promise<{ readonly calls: readonly Omit<CallOfNumber, 'numberHash'>[]; readonly isCut: boolean }> => {
    const at = (createdAt: number): Key =>
      keyFor(tenant, keyId, { numberHash, createdAt, intentId: '', lastFourHash: '' });
    const calls: Omit<CallOfNumber, 'numberHash'>[] = [];
    let after: string | undefined = at(until + 1).sort;
    while (after !== undefined && calls.length < LOOKED_AT_MOST) {
      const { items, next } = await table.query({
        table: 'calls',
        partition: at(from).partition,
        order: 'descending',
        limit: PAGE_ITEMS,
        after,
      });
      for (const { sort, item } of items) {
        if (sort < at(from).sort) return { calls, isCut: false };
        const createdAt = Number(sort.slice(0, TIME_DIGITS));
        calls.push({
          intentId: textOf(item, 'intentId'),
          lastFourHash: textOf(item, 'lastFourHash'),
          createdAt,
        });
      }
      after = next;
    }
    return { calls, isCut: after !== undefined };
  },
});

export type CallsOfNumber = ReturnType<typeof callsOfNumber>;
