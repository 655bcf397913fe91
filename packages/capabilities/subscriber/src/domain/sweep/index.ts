export { addCounts, countHits, totalOf, type HitCounts } from './hit-counts.ts';
export { bucketNames, bucketOf, bucketsFor } from './sweep-buckets.ts';
export { factKeys, type SweepNames } from './sweep-keys.ts';
export { sweepRetention } from './sweep-retention.ts';
