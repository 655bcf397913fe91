import { SEGMENTS } from '../domain/index.ts';
import type { Registry } from './registry.ts';

/** People that are enough to tell how many there are, to within a twentieth or so. */
const ENOUGH = 2_000;

/** Segments that are counted at a time, at most: first one, then twice as many each time. */
const LANES = 32;

/**
 * About how many people a tenant has: ids are random, so a few segments, or a share of one, tell of all; exactly how many, where there are
 * few. Takes as long for a hundred million as for a few thousand.
 */
export const countHolders = async (
  { personKeys }: Pick<Registry, 'personKeys'>,
  tenant: string,
): Promise<number> => {
  let people = 0;
  let segments = 0;
  for (let at = 0, width = 1; at < SEGMENTS.length; at += width, width = Math.min(LANES, 2 * at)) {
    const counted = await Promise.all(
      SEGMENTS.slice(at, at + width).map((segment) => personKeys.count(tenant, segment, ENOUGH)),
    );
    for (const one of counted) {
      people += one.people;
      segments += one.share;
    }
    if (people >= ENOUGH) return Math.round((people * SEGMENTS.length) / segments);
  }
  return people;
};
