import { inFlight } from '@temkin/kernel';
import { addHits, HITS_PER_BLOB, JUNK_RULES, type JunkHit, type JunkRuleId } from '../domain/index.ts';
import type { SweepBlob } from '../store/sweep-blobs.ts';
import type { SweepStep, SweptPart } from '../store/swept-parts.ts';
import type { SweepName } from '../store/sweeps.ts';
import { BLOBS_IN_FLIGHT, type SweepRegistry } from './sweep-registry.ts';

const DIGITS = 4;

/** A run of a part of a step. */
interface PartRun extends Pick<SweptPart, 'part' | 'run'> {
  readonly step: SweepStep;
}

/** Where a run of a part lays what it finds. */
export const hitsOfRun = ({ step, part, run }: PartRun) => ({ path: `${step}-${part}`, run });

/** The blob in which what it found by a rule lies: the first of the rule is 0. */
export const hitsBlob = (of: PartRun, rule: JunkRuleId, blob: number) =>
  ({
    of: 'hits',
    ...hitsOfRun(of),
    piece: `${rule}-${String(blob).padStart(DIGITS, '0')}`,
  }) as const satisfies SweepBlob;

/**
 * Lays what a run finds as it finds it, in blobs of a bounded size: however many hits there are, a blob of each rule at most is in memory.
 * Nothing of it counts before the part is done by this run.
 */
export const layHits = (
  { blobs }: Pick<SweepRegistry, 'blobs'>,
  name: SweepName,
  of: PartRun,
  key: Uint8Array,
) => {
  const open = new Map<JunkRuleId, JunkHit[]>();
  const laid: SweepBlob[] = [];
  const counts: Partial<Record<JunkRuleId, number>> = {};

  const put = async (rule: JunkRuleId, hits: readonly JunkHit[]): Promise<void> => {
    const blob = hitsBlob(of, rule, Math.ceil((counts[rule] ?? 0) / HITS_PER_BLOB) - 1);
    laid.push(blob);
    await blobs.put(name, blob, key, hits);
  };

  return {
    add: async (hits: readonly JunkHit[]): Promise<void> => {
      for (const hit of hits) {
        const { rule } = hit;
        const found = open.get(rule) ?? [];
        open.set(rule, found);
        found.push(hit);
        counts[rule] = (counts[rule] ?? 0) + 1;
        if (found.length === HITS_PER_BLOB) await put(rule, found.splice(0));
      }
    },
    /** Lays the rest. What it answers is said of the part when it is done. */
    close: async (): Promise<Pick<SweptPart, 'hits' | 'hitsPerBlob'>> => {
      const left = JUNK_RULES.map((rule) => [rule, open.get(rule) ?? []] as const);
      await inFlight(
        BLOBS_IN_FLIGHT,
        left.filter(([, hits]) => hits.length > 0),
        ([rule, hits]) => put(rule, hits),
      );
      return { hits: addHits([counts]), hitsPerBlob: HITS_PER_BLOB };
    },
    /** Deletes all that was laid. */
    takeBack: async (): Promise<void> => {
      await inFlight(BLOBS_IN_FLIGHT, laid, (blob) => blobs.delete(name, blob));
    },
  };
};
