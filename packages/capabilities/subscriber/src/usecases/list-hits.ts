import { totalOf, type JunkHit, type JunkRuleId } from '../domain/index.ts';
import { SWEEP_STEPS, type SweepStep } from '../store/swept-parts.ts';
import type { SweepName } from '../store/sweeps.ts';
import { refuse } from './refuse.ts';
import type { SweepRegistry } from './sweep-registry.ts';
import { hitsBlob } from './sweep-segment.ts';

/** Where a page of hits ended: behind so many hits of a part. */
export interface HitPlace {
  readonly step: SweepStep;
  readonly part: string;
  readonly hits: number;
}

/** What of a sweep is asked for. */
export interface HitsAsked {
  /** Of one rule alone. */
  readonly rule?: JunkRuleId;
  readonly limit: number;
  readonly after?: HitPlace;
}

/** Some hits of a sweep: parts in order, and of each the hits in the order in which they were found. */
export interface HitPage {
  readonly hits: readonly JunkHit[];
  /** Present where more may follow. */
  readonly next?: HitPlace;
}

const orderOf = ({ step, part }: Pick<HitPlace, 'step' | 'part'>): string =>
  `${SWEEP_STEPS.indexOf(step)}${part}`;

/**
 * What a sweep has found so far, page by page; all of it once it is finished. Refuses `SUBSCRIBER.SWEEP_UNKNOWN`, also of what is kept no
 * more.
 */
export const listHits =
  ({ sweeps, parts, blobs }: Pick<SweepRegistry, 'sweeps' | 'parts' | 'blobs'>) =>
  async (name: SweepName, { rule, limit, after }: HitsAsked): Promise<HitPage> => {
    const [sweep, key] = [await sweeps.find(name), await sweeps.key(name, 'hits')];
    if (sweep === undefined || key === undefined) throw refuse('SUBSCRIBER.SWEEP_UNKNOWN');
    const done = await Promise.all(
      SWEEP_STEPS.map(async (step) => (await parts.done(name, step)).map((part) => ({ step, ...part }))),
    );
    const withHits = done
      .flat()
      .filter(({ hits }) => (rule === undefined ? totalOf(hits) : (hits[rule] ?? 0)) > 0)
      .filter((part) => after === undefined || orderOf(part) >= orderOf(after));

    const found: JunkHit[] = [];
    for (const { step, part, run } of withHits) {
      const all = await blobs.get(name, hitsBlob(step, part, run), key);
      if (all === undefined) throw new Error('hits of a sweep are gone');
      const from = after !== undefined && orderOf(after) === orderOf({ step, part }) ? after.hits : 0;
      for (const [at, hit] of all.entries()) {
        if (at < from || (rule !== undefined && hit.rule !== rule)) continue;
        if (found.length === limit) return { hits: found, next: { step, part, hits: at } };
        found.push(hit);
      }
    }
    return { hits: found };
  };
