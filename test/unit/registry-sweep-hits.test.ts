import { HITS_PER_BLOB, LISTED_HITS } from '@temkin/subscriber/domain';
import { describe, expect, it } from 'vitest';
import { none, number } from '../support/planted-people.ts';
import { seedOf, TENANT } from './registry-world.ts';
import { begun, NEVER, sweepWorld } from './sweep-world.ts';

describe('a sweep of the registry', () => {
  it('answers hits by pages of any length, of all rules or of one', async () => {
    const { world, sweepId } = await begun();
    await world.workSweeps(NEVER);
    const whole = await world.hitsOf(sweepId, 1_000);
    for (const limit of [1, 2, 7]) expect(await world.hitsOf(sweepId, limit)).toEqual(whole);
    const rule = 'document-of-many';
    const { hits } = await world.listHits({ tenant: TENANT, sweepId }, { limit: 100, rule });
    expect(hits).toEqual(whole.filter((hit) => hit.rule === rule));
    expect(hits.length).toBeGreaterThan(2);
  });

  it('lays however many hits in blobs of a bounded size, and reads no more of them than a page or a report shows', async () => {
    const world = sweepWorld();
    const numbers = Array.from({ length: 1_230 }, (_, at) =>
      number(1 + at / 2_000, {
        contractKey: `contract ${at}`,
        portrait: 'missing',
        documentExpiresOn: '2026-08-01',
      }),
    );
    await world.plant([none('many', numbers)]);
    const sweepId = await world.begin(seedOf(1));
    await world.workSweeps(NEVER);
    const name = { tenant: TENANT, sweepId };
    const { hits: counts } = await world.readSweep(name);
    expect(counts).toMatchObject({ 'portrait-without-time': 1_230, 'document-expired': 1_230 });

    const laid = [...world.blobs.stored.values()].map(({ length }) => length);
    const perHit = Math.max(...laid) / HITS_PER_BLOB;
    // A hit of one number is some three hundred bytes.
    expect(perHit).toBeLessThan(400);
    expect(laid.length).toBeGreaterThanOrEqual(4);

    let [reads, bytes] = [0, 0];
    const reader = world.process(world.memory, {
      ...world.blobs,
      get: async (blob) => {
        const found = await world.blobs.get(blob);
        [reads, bytes] = [reads + 1, bytes + (found?.bytes.length ?? 0)];
        return found;
      },
    });
    const readBy = async (act: () => Promise<unknown>): Promise<readonly [number, number]> => {
      [reads, bytes] = [0, 0];
      await act();
      return [reads, bytes];
    };
    const blob = [...world.blobs.stored.keys()].find((at) => at.includes('/hits/segment-'));
    const part = /\/segment-(..)\./.exec(blob ?? '')?.[1] ?? '';
    const [first, second] = [HITS_PER_BLOB - 50, HITS_PER_BLOB + 50].map((hits) => ({ limit: 100, hits }));
    for (const [asked, most] of [
      [first, 2],
      [second, 1],
    ] as const) {
      const after = {
        step: 'segment',
        part,
        hits: asked?.hits ?? 0,
      } as const;
      const [blobs, read] = await readBy(async () => {
        expect((await reader.listHits(name, { limit: 100, after })).hits).toHaveLength(100);
      });
      expect(blobs).toBe(most);
      expect(read).toBeLessThanOrEqual(most * perHit * HITS_PER_BLOB);
    }
    const [blobs] = await readBy(async () => {
      const { rules } = await reader.reportSweep(name);
      expect(rules.find(({ rule }) => rule === 'document-expired')).toMatchObject({ hits: 1_230 });
      for (const { hits, listed } of rules) expect(listed).toHaveLength(Math.min(hits, LISTED_HITS));
    });
    expect(blobs).toBe(Object.keys(counts).length);
    const all = await world.hitsOf(sweepId, 100);
    expect(all).toHaveLength(Object.values(counts).reduce((sum, count) => sum + count, 0));
    expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
  });

  it('fails where a blob of hits is gone, and shows none by halves', async () => {
    const { world, sweepId } = await begun();
    await world.workSweeps(NEVER);
    const [gone = ''] = world.blobs.stored.keys();
    world.blobs.stored.delete(gone);
    await expect(world.hitsOf(sweepId)).rejects.toThrow('hits of a sweep are gone');
    await expect(world.reportSweep({ tenant: TENANT, sweepId })).rejects.toThrow('hits of a sweep are gone');
  });
});
