import { SEGMENTS } from '../domain/index.ts';
import type { Registry } from './registry.ts';

/** People that are enough to tell how many there are, to within a twentieth or so. */
const ENOUGH = 2_000;

/** About how many people a tenant has: ids are random, so a few segments tell of all; exactly how many, where there are few. */
export const countHolders = async (
  { personKeys }: Pick<Registry, 'personKeys'>,
  tenant: string,
): Promise<number> => {
  let counted = 0;
  for (const [at, segment] of SEGMENTS.entries()) {
    counted += await personKeys.count(tenant, segment);
    if (counted >= ENOUGH) return Math.round((counted * SEGMENTS.length) / (at + 1));
  }
  return counted;
};
