import { JUNK_RULES, type JunkRuleId } from '../junk/index.ts';
import type { HitCounts } from './hit-counts.ts';

/** Hits of one blob, at most. Each may name two hundred people and as many numbers: eight megabytes, where all do. */
export const HITS_PER_BLOB = 500;

/** Hits of a part of a sweep as they lie: rule by rule in the order of the catalogue, of each in blobs of so many, the last of fewer. */
export interface LaidHits {
  readonly hits: HitCounts;
  readonly hitsPerBlob: number;
}

/** Hits that lie side by side in one blob of a part: of a rule, in which of its blobs (from 0), from this place in it to before that. */
export interface HitSlice<Part> {
  readonly part: Part;
  readonly rule: JunkRuleId;
  readonly blob: number;
  readonly from: number;
  readonly to: number;
}

/** What is wanted of parts: so many hits at most, of all rules or of one, and how many of the first part were shown before. */
export interface WantedHits {
  readonly rule?: JunkRuleId;
  readonly limit: number;
  readonly shown?: number;
}

/** The slices that answer it, and behind how many hits of which part more follow, where any do. */
export interface SlicedHits<Part> {
  readonly slices: readonly HitSlice<Part>[];
  readonly next?: { readonly part: Part; readonly hits: number };
}

/** Which hits of which blobs are wanted, told by the counts alone: no other blob need be read. */
export const sliceHits = <Part extends LaidHits>(
  parts: readonly Part[],
  { rule, limit, shown = 0 }: WantedHits,
): SlicedHits<Part> => {
  const slices: HitSlice<Part>[] = [];
  let left = limit;
  for (const [at, part] of parts.entries()) {
    const { hits, hitsPerBlob } = part;
    let first = 0;
    for (const each of JUNK_RULES) {
      const end = first + (hits[each] ?? 0);
      let place = Math.max(first, at === 0 ? shown : 0);
      const last = rule === undefined || rule === each ? end : place;
      while (place < last) {
        if (left === 0) return { slices, next: { part, hits: place } };
        const [blob, from] = [Math.floor((place - first) / hitsPerBlob), (place - first) % hitsPerBlob];
        const taken = Math.min(left, hitsPerBlob - from, end - place);
        slices.push({ part, rule: each, blob, from, to: from + taken });
        [left, place] = [left - taken, place + taken];
      }
      first = end;
    }
  }
  return { slices };
};
