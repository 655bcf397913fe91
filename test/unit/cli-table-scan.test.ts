import type { ScanCommand } from '@aws-sdk/client-dynamodb';
import { tableScan } from '@temkin/dynamodb';
import type { StoredItem } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { testTable } from '../support/store.ts';

const { table, client, prefix } = await testTable();

const scanned = async (segments: number): Promise<readonly (readonly StoredItem[])[]> => {
  const pages: (readonly StoredItem[])[] = [];
  for await (const page of tableScan({ client, prefix, segments })('parcels')) pages.push(page);
  return pages;
};

const byNumber = (a: StoredItem, b: StoredItem): number => Number(a.item.n) - Number(b.item.n);

describe('a scan', () => {
  it.each([1, 4])('in %d segments finds every item once, beyond the end of a page', async (segments) => {
    const items = Array.from({ length: 12 }, (_, n): StoredItem => ({
      key: { table: 'parcels', partition: `P#demo#${n % 6}`, sort: `custody#${n}` },
      item: { n, text: 'x'.repeat(390_000) },
    }));
    for (const { key, item } of items) await table.write({ kind: 'put', key, item });
    const pages = await scanned(segments);
    // 4.7 MB in pages of 1 MiB at most.
    expect(pages.length).toBeGreaterThan(4);
    expect(pages.flat().toSorted(byNumber)).toEqual(items);
  });

  it('waits longer for a page than a request of the system does for its answer', async () => {
    const waits: unknown[] = [];
    const watched = Object.assign(Object.create(client) as typeof client, {
      send: (command: ScanCommand, options: { readonly requestTimeout?: number }) => {
        waits.push(options.requestTimeout);
        return client.send(command, options);
      },
    });
    for await (const page of tableScan({ client: watched, prefix, segments: 1 })('requests'))
      expect(page).toEqual([]);
    expect(waits).toEqual([30_000]);
  });

  it('of a table that is empty finds nothing', async () => {
    for await (const page of tableScan({ client, prefix })('requests')) expect(page).toEqual([]);
  });

  it('names a table that is not there, at once', async () => {
    const pages = tableScan({ client, prefix: 'absent-' })('parcels');
    await expect(pages.next()).rejects.toThrow('The store has no table absent-parcels.');
  });
});
