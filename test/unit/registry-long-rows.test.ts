import type { Write } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { ndjson } from '../support/import-files.ts';
import { stagedTable } from '../support/staged-table.ts';
import { bring, citizens, openWorld, planOf, withFields } from './import-runs.ts';

/** What DynamoDB takes of one transaction, names of attributes included: 4 MB. */
const TRANSACTION_BYTES = 4_194_304;

const bytesOf = (value: unknown): number => {
  if (value instanceof Uint8Array) return value.length;
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value !== 'object' || value === null) return 8;
  return Object.entries(value).reduce((sum, [name, one]) => sum + bytesOf(name) + bytesOf(one), 0);
};

const sizeOf = (writes: readonly Write[]): number =>
  writes.reduce(
    (sum, write) =>
      sum + bytesOf(write.kind === 'put' ? write.item : write.kind === 'update' ? write.set : ''),
    0,
  );

/** What a document prints besides, under captions as long as they may be: three bytes a letter. */
const printed = (captions: number) =>
  Object.fromEntries(
    Array.from({ length: captions }, (_, at) => [`${at}${'ạ'.repeat(480)}`, 'ệ'.repeat(480)]),
  );

describe('an import of rows that are as long as rows may be', () => {
  it('has no transaction that is larger than the store takes', async () => {
    const staged = stagedTable();
    const world = await openWorld(staged.wrapTable);
    const rows = citizens(40, 7);
    await bring(world, planOf('full', 'legacy'), ndjson(rows));
    const sizes: number[] = [];
    staged.stage((commit, writes) => {
      sizes.push(sizeOf(writes));
      return commit();
    });
    // As long as a row may be.
    const told = rows.map((row) => {
      const { kind: _kind, documentImages: _images, ...user } = row.record.holder;
      const document = { kind: 'identity-card', issuedOn: '2024-07-01' } as const;
      return withFields(
        row,
        { document: { ...document, other: printed(40) } },
        { user: { ...user, document: { ...document, other: printed(22) } } },
      );
    });
    expect(
      Math.max(
        ...ndjson(told)
          .split('\n')
          .map(({ length }) => length),
      ),
    ).toBeGreaterThan(60_000);
    const { state, counts } = await bring(world, planOf('delta', 'legacy'), ndjson(told));
    staged.stage();
    expect([state, counts.amended, counts.rejected]).toEqual(['done', 40, 0]);
    expect(Math.max(...sizes)).toBeGreaterThan(TRANSACTION_BYTES / 8);
    expect(Math.max(...sizes)).toBeLessThan(TRANSACTION_BYTES);
  }, 60_000);
});
