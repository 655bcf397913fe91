import type { Claims } from '../store/claims.ts';
import type { SegmentPages } from '../store/segment-pages.ts';
import type { SweepBlobs } from '../store/sweep-blobs.ts';
import type { SweptParts } from '../store/swept-parts.ts';
import type { Sweeps } from '../store/sweeps.ts';
import type { Registry } from './registry.ts';

/** What the steps of a sweep stand on. */
export interface SweepRegistry extends Pick<Registry, 'recorder' | 'personKeys' | 'clock' | 'random'> {
  readonly segmentPages: SegmentPages;
  readonly claims: Claims;
  readonly sweeps: Sweeps;
  readonly parts: SweptParts;
  readonly blobs: SweepBlobs;
}

/**
 * What became of a part of a sweep. `done`: by this run or another. `unfinished`: time was over; say it again. `over`: there is nothing to
 * do any more.
 */
export type PartSwept = 'done' | 'unfinished' | 'over';

/** Blobs that one part reads or writes at a time: it waits for the store nearly always. */
export const BLOBS_IN_FLIGHT = 8;

const RUN_BYTES = 8;

/** A name of a run: no two have one. */
export const newRun = ({ random }: Pick<SweepRegistry, 'random'>): string =>
  Array.from(random(RUN_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('');
