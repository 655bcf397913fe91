import { keyOf, numberOf, optional, partsOf, textOf, type Key, type Table } from '@temkin/storage';
import { SEGMENTS, type Generation, type IndexName } from '../domain/index.ts';

/** What a walk over all segments does: it makes the entries of a generation, or deletes them. */
export interface Walk {
  readonly tenant: string;
  readonly index: IndexName;
  readonly generation: Generation['number'];
  readonly walk: 'build' | 'purge';
}

/** How far a walk has come in a segment. */
export interface SegmentProgress {
  readonly segment: string;
  /** The last sort key that is seen to; absent at the beginning. */
  readonly after?: string;
  readonly isDone: boolean;
  /** 0 where nobody has begun. */
  readonly version: number;
}

const progressKey = ({ tenant, index, generation, walk }: Walk, segment: string): Key =>
  keyOf('subscriber-index', 'walkProgress', {
    tenant,
    index,
    generation: String(generation),
    walk,
    segment,
  });

/** How far walks have come, so that one that was cut off goes on where it was. */
export const walkProgress = (table: Table) => ({
  /** Of every segment, in order: one read. */
  read: async (walk: Walk): Promise<readonly SegmentProgress[]> => {
    const { partition } = progressKey(walk, '');
    const { items } = await table.query({
      table: 'subscriber-index',
      partition,
      prefix: `${walk.walk}#`,
      limit: SEGMENTS.length,
    });
    const known = new Map(
      items.map(({ sort, item }) => [
        partsOf('subscriber-index', 'walkProgress', { partition, sort })?.segment,
        item,
      ]),
    );
    return SEGMENTS.map((segment) => {
      const item = known.get(segment);
      if (item === undefined) return { segment, isDone: false, version: 0 };
      const after = optional(textOf, item, 'after');
      return {
        segment,
        ...(after !== undefined && { after }),
        isDone: item.isDone === true,
        version: numberOf(item, 'version'),
      };
    });
  },

  /** Answers false where somebody else went on in the segment since. */
  advance: async (
    walk: Walk,
    { segment, version }: SegmentProgress,
    to: { readonly after?: string; readonly isDone: boolean },
  ): Promise<boolean> => {
    const { outcome } = await table.write({
      kind: 'put',
      key: progressKey(walk, segment),
      item: { ...(to.after !== undefined && { after: to.after }), isDone: to.isDone, version: version + 1 },
      condition: version === 0 ? 'absent' : [{ attribute: 'version', is: 'equal', to: version }],
    });
    return outcome === 'committed';
  },

  /** Forgets a walk that is over. */
  forget: async (walk: Walk): Promise<void> => {
    const keys = SEGMENTS.map((segment) => progressKey(walk, segment));
    for (let at = 0; at < keys.length; at += 100) await table.deleteMany(keys.slice(at, at + 100));
  },
});

export type WalkProgress = ReturnType<typeof walkProgress>;
