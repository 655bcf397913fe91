/** People whose facts are judged together, about: some hundred megabytes of memory. */
const PEOPLE_PER_BUCKET = 100_000;

/** More would be more blobs than they are worth: each segment writes one for each bucket. */
const MOST_BUCKETS = 1_024;

/** How many buckets the facts of so many people are parted into: a power of two, one for a small registry. */
export const bucketsFor = (holders: number): number =>
  Math.min(MOST_BUCKETS, 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(1, holders) / PEOPLE_PER_BUCKET))));

/** The names of so many buckets, in order. */
export const bucketNames = (buckets: number): readonly string[] =>
  Array.from({ length: buckets }, (_, bucket) => String(bucket).padStart(4, '0'));

/** The bucket of a fact, by its key, which is a keyed hash in hexadecimal: all facts of one group are in one. */
export const bucketOf = (key: string, buckets: number): number =>
  Number.parseInt(key.slice(0, 8), 16) % buckets;
