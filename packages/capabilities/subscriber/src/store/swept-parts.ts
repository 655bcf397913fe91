import { bytesOf, keyOf, numberOf, partsOf, textOf, type Item, type Key, type Table } from '@temkin/storage';
import type { HitCounts } from '../domain/index.ts';
import type { SweepName } from './sweeps.ts';

/** The two steps of a sweep: segments of people are walked, then buckets of facts are judged. */
export const SWEEP_STEPS = ['segment', 'bucket'] as const;

export type SweepStep = (typeof SWEEP_STEPS)[number];

/** A part of a sweep that is done: what it read and found, and by which run, for what others wrote of it does not count. */
export interface SweptPart {
  /** The segment, or the bucket. */
  readonly part: string;
  /** Names the one run of several whose blobs are those of the part. */
  readonly run: string;
  /** Of a segment: the buckets that it has facts for. */
  readonly filled: readonly number[];
  /** People whose numbers were looked at, and how many numbers; of a bucket none, for they were counted before. */
  readonly people: number;
  readonly numbers: number;
  readonly hits: HitCounts;
  /** Hits of each of its blobs, but for the last of a rule. */
  readonly hitsPerBlob: number;
}

const partKey = ({ tenant, sweepId }: SweepName, step: SweepStep, part: string): Key =>
  keyOf('registry-sweeps', 'sweptPart', { tenant, sweepId, step, part });

/** Numbers as a set of bits, the first of them the lowest of the first byte. */
const toBits = (numbers: readonly number[]): Uint8Array => {
  const bits = new Uint8Array(Math.floor(Math.max(0, ...numbers) / 8) + 1);
  for (const number of numbers) bits[number >> 3] = (bits[number >> 3] ?? 0) | (1 << (number & 7));
  return bits;
};

const ofBits = (bits: Uint8Array): readonly number[] =>
  [...bits].flatMap((byte, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (byte & (1 << bit)) !== 0).map((bit) => 8 * at + bit),
  );

const countsIn = ({ hits }: Item): HitCounts => {
  if (typeof hits !== 'object' || hits instanceof Uint8Array || Array.isArray(hits))
    throw new Error('a part of a sweep has lost its counts');
  return hits as HitCounts;
};

const toPart = (part: string, item: Item): SweptPart => ({
  part,
  run: textOf(item, 'run'),
  filled: ofBits(bytesOf(item, 'filled')),
  people: numberOf(item, 'people'),
  numbers: numberOf(item, 'numbers'),
  hits: countsIn(item),
  hitsPerBlob: numberOf(item, 'hitsPerBlob'),
});

const PAGE_ITEMS = 1_000;

/** The parts of sweeps that are done. Each is done once, whoever was at it. */
export const sweptParts = (table: Table) => ({
  isDone: async (name: SweepName, step: SweepStep, part: string): Promise<boolean> =>
    (await table.get(partKey(name, step, part))) !== undefined,

  /** All of a step that are done, in order. */
  done: async (name: SweepName, step: SweepStep): Promise<readonly SweptPart[]> => {
    const { partition } = partKey(name, step, '');
    const parts: SweptPart[] = [];
    let after: string | undefined;
    do {
      const page = await table.query({
        table: 'registry-sweeps',
        partition,
        prefix: `${step}#`,
        limit: PAGE_ITEMS,
        ...(after !== undefined && { after }),
      });
      for (const { sort, item } of page.items) {
        const part = partsOf('registry-sweeps', 'sweptPart', { partition, sort })?.part;
        if (part !== undefined) parts.push(toPart(part, item));
      }
      after = page.next;
    } while (after !== undefined);
    return parts;
  },

  /** Says that a part is done; answers false where another run has said so. */
  finish: async (
    name: SweepName,
    step: SweepStep,
    { part, filled, ...done }: SweptPart,
    expiresAtSeconds: number,
  ): Promise<boolean> => {
    const { outcome } = await table.write({
      kind: 'put',
      key: partKey(name, step, part),
      item: { ...done, filled: toBits(filled), expiresAtSeconds },
      condition: 'absent',
    });
    return outcome === 'committed';
  },
});

export type SweptParts = ReturnType<typeof sweptParts>;
