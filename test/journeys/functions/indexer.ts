import { logHeads, logIndex } from '@temkin/audit';
import { keyOf } from '@temkin/storage';
import { expect, it } from 'vitest';
import type { Deployment } from '../../support/deployment.ts';
import { linesOf, RFC_3339 } from '../../support/function-process.ts';
import { streamed } from '../../support/parcel-stream.ts';
import { issue } from '../../support/parcels.ts';
import { SCHEDULED } from './scheduled.ts';

/** What the stream of the heads says of a log that has grown, as far as anybody reads it. */
const ringFor = (tenant: string, year: string) => {
  const { partition, sort } = keyOf('log-heads', 'head', { tenant, year });
  const image = { pk: { S: partition }, sk: { S: sort } };
  return { Records: [streamed(image, image)] };
};

/** What a run without fault says. */
const said = (by: string, entries: number) => ({
  timestamp: expect.stringMatching(RFC_3339),
  level: 'info',
  finding: 'logs-indexed',
  by,
  entries,
  failed: 0,
  behind: false,
});

/** The way of what is published into the index. The sequencer must have moved everything before. */
export const indexer = (system: Deployment): void => {
  const indexing = system.functions['audit-indexer'];
  const { table } = system.store;
  const published = async () => {
    const heads = await logHeads(table).all('demo');
    return heads.map(({ log, publishedSize }) => ({ log, publishedSize }));
  };
  const indexed = async () => {
    const cursors = await logIndex(table).cursors('demo');
    return (await published()).map(({ log }) => cursors.get(log.year)?.indexedThrough);
  };

  it('are indexed as far as they are published where somebody rings', async () => {
    const sizes = (await published()).map(({ publishedSize }) => publishedSize);
    await indexing.invoke(ringFor('demo', '2026'));
    const entries = sizes.reduce((sum, size) => sum + size, 0);
    expect(entries).toBeGreaterThan(100);
    expect(linesOf(indexing)).toEqual([said('ring', entries)]);
    expect(await indexed()).toEqual(sizes);
  });

  it('are indexed by the schedule where nobody rings', async () => {
    await issue(system);
    await system.functions['audit-sequencer'].invoke(SCHEDULED);
    await indexing.invoke(SCHEDULED);
    const { entries } = linesOf(indexing).at(-1) ?? {};
    expect(Number(entries)).toBeGreaterThan(0);
    expect(linesOf(indexing).at(-1)).toEqual(said('schedule', Number(entries)));
    expect(await indexed()).toEqual((await published()).map(({ publishedSize }) => publishedSize));
  });
};
