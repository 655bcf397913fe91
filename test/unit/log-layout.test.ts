import { checkpointAt, checkpointBlob, isForGood, stageBlob, tileBlob } from '@temkin/audit/domain';
import { TILE_WIDTH, newBundles, newTiles } from '@temkin/tlog';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const LOG = { tenant: 'ems', year: '2026' };

describe('what a log is made of for good', () => {
  it('is every full tile, every full bundle and every kept checkpoint, and nothing else', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 }), fc.integer({ min: 1, max: 700 }), (from, more) => {
        for (const tile of [...newTiles(from, from + more), ...newBundles(from, from + more)])
          expect(isForGood(tileBlob(LOG, tile)), tileBlob(LOG, tile)).toBe(tile.width === TILE_WIDTH);
        expect(isForGood(checkpointAt(LOG, from))).toBe(true);
        expect(isForGood(stageBlob(LOG, from, '0198c5c2'))).toBe(false);
      }),
    );
    expect(isForGood(checkpointBlob(LOG))).toBe(false);
  });
});
