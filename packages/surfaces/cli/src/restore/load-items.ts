import { toHex, type RandomBytes } from '@temkin/kernel';
import { TRANSACTION_LIMIT, type Item, type StoredItem, type Table } from '@temkin/storage';
import { toCanonicalJson } from '../format/canonical-json.ts';

/** The most of one transaction, as canonical JSON: DynamoDB takes 4 MiB, and base64 is longer than what it stands for. */
const BATCH_LIMIT_BYTES = 2 * 1_024 * 1_024;

/** Transactions under way at once. */
const LANES = 8;

async function* batchesOf(
  pages: AsyncIterable<readonly StoredItem[]>,
): AsyncGenerator<readonly StoredItem[]> {
  let batch: StoredItem[] = [];
  let size = 0;
  for await (const page of pages)
    for (const stored of page) {
      const bytes = toCanonicalJson(stored.item).length;
      if (batch.length === TRANSACTION_LIMIT || (size > 0 && size + bytes > BATCH_LIMIT_BYTES)) {
        yield batch;
        batch = [];
        size = 0;
      }
      batch.push(stored);
      size += bytes;
    }
  if (batch.length > 0) yield batch;
}

const isSame = (item: Item, other: Item | undefined): boolean =>
  other !== undefined && toCanonicalJson(item) === toCanonicalJson(other);

/**
 * Writes items that are not there, and overwrites nothing: what is there already must be the same. `loaded` is told how
 * many items each transaction was about. Throws where the store has another item in the place of one of these.
 */
export const loadItems = async (
  { table, random }: { readonly table: Table; readonly random: RandomBytes },
  pages: AsyncIterable<readonly StoredItem[]>,
  loaded: (items: number) => void,
): Promise<void> => {
  const load = async (batch: readonly StoredItem[]): Promise<void> => {
    if (batch.length === 0) return;
    const writes = batch.map(({ key, item }) => ({ kind: 'put', key, item, condition: 'absent' }) as const);
    const verdict = await table.transact(writes, toHex(random(16)));
    if (verdict.outcome === 'committed') return;
    const present = verdict.failed.flatMap((position) => batch[position] ?? []);
    const found = await table.getMany(present.map(({ key }) => key));
    const other = present.find(({ item }, i) => !isSame(item, found[i]));
    if (other !== undefined)
      throw new Error(`The store has something else in the place of an item of ${other.key.table}.`);
    await load(batch.filter((_, position) => !verdict.failed.includes(position)));
  };

  const batches = batchesOf(pages);
  const fault = new AbortController();
  const lane = async (): Promise<void> => {
    while (!fault.signal.aborted) {
      const { done, value: batch } = await batches.next();
      if (done === true) return;
      await load(batch).catch((error: unknown) => {
        fault.abort();
        throw error;
      });
      loaded(batch.length);
    }
  };
  // Nothing is under way any more when this ends, be it with a fault.
  const ended = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const outcome of ended) if (outcome.status === 'rejected') throw outcome.reason;
};
