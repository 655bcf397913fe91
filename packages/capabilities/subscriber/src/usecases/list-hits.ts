import { inFlight } from '@temkin/kernel';
import { sliceHits, type HitSlice, type JunkHit, type JunkRuleId } from '../domain/index.ts';
import { SWEEP_STEPS, type SweepStep, type SweptPart } from '../store/swept-parts.ts';
import type { SweepName } from '../store/sweeps.ts';
import { hitsBlob } from './lay-hits.ts';
import { refuse } from './refuse.ts';
import { BLOBS_IN_FLIGHT, type SweepRegistry } from './sweep-registry.ts';

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

/** Some hits of a sweep: parts in order, of each its rules in order, of each the hits in the order in which they were found. */
export interface HitPage {
  readonly hits: readonly JunkHit[];
  /** Present where more may follow. */
  readonly next?: HitPlace;
}

/** A part of either step. */
export type StepPart = SweptPart & { readonly step: SweepStep };

const orderOf = ({ step, part }: Pick<HitPlace, 'step' | 'part'>): string =>
  `${SWEEP_STEPS.indexOf(step)}${part}`;

/** All parts of a sweep that are done, in the order of its pages. */
export const donePartsOf = async (
  { parts }: Pick<SweepRegistry, 'parts'>,
  name: SweepName,
): Promise<readonly StepPart[]> => {
  const done = await Promise.all(
    SWEEP_STEPS.map(async (step) => (await parts.done(name, step)).map((part) => ({ step, ...part }))),
  );
  return done.flat();
};

/** Reads slices of hits, in their order: a blob is read where some of it is wanted, and no other. Throws where it is gone or does not open. */
export const readSlices =
  ({ blobs }: Pick<SweepRegistry, 'blobs'>) =>
  async (
    name: SweepName,
    slices: readonly HitSlice<StepPart>[],
    key: Uint8Array,
  ): Promise<readonly JunkHit[]> => {
    const read = await inFlight(BLOBS_IN_FLIGHT, slices, async ({ part, rule, blob, from, to }) => {
      const laid = await blobs.get(name, hitsBlob(part, rule, blob), key);
      if (typeof laid === 'string') throw new Error(`hits of a sweep are ${laid}`);
      const hits = laid.slice(from, to);
      if (hits.length < to - from) throw new Error('hits of a sweep are gone');
      return hits;
    });
    return read.flat();
  };

/**
 * What a sweep has found so far, page by page; all of it once it is finished. Refuses `SUBSCRIBER.SWEEP_UNKNOWN`, also of what is kept no
 * more.
 */
export const listHits = (registry: Pick<SweepRegistry, 'sweeps' | 'parts' | 'blobs'>) => {
  const { sweeps } = registry;
  const read = readSlices(registry);
  return async (name: SweepName, { rule, limit, after }: HitsAsked): Promise<HitPage> => {
    const [sweep, key] = [await sweeps.find(name), await sweeps.key(name, 'hits')];
    if (sweep === undefined || key === undefined) throw refuse('SUBSCRIBER.SWEEP_UNKNOWN');
    const left = (await donePartsOf(registry, name)).filter(
      (part) => after === undefined || orderOf(part) >= orderOf(after),
    );
    const [first] = left;
    const goesOn = after !== undefined && first !== undefined && orderOf(first) === orderOf(after);
    const { slices, next } = sliceHits(left, {
      limit,
      ...(rule !== undefined && { rule }),
      ...(goesOn && { shown: after.hits }),
    });
    return {
      hits: await read(name, slices, key),
      ...(next !== undefined && { next: { step: next.part.step, part: next.part.part, hits: next.hits } }),
    };
  };
};
