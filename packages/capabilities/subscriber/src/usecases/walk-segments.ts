import type { SegmentRecord } from '../store/people.ts';
import type { SegmentProgress, Walk } from '../store/walk-progress.ts';
import type { Registry } from './registry.ts';

/** Whether a walk goes on, or has nothing to do any more. */
export type Onward = 'on' | 'stop';

/** `done`: every segment is walked to its end. `unfinished`: time is over. `stopped`: what was to be done is no more. */
export type Walked = 'done' | 'unfinished' | 'stopped';

/** Segments that one walker goes through at a time: it waits for the store nearly always. */
const LANES = 8;

/**
 * Walks the segments that are not done, page by page, and says after each page how far it has come: cut off, it goes on there, and
 * sees the last page again at most. Any number of walkers may be at it, each beginning somewhere else.
 */
export const walkSegments = ({
  people,
  progress,
  random,
}: Pick<Registry, 'people' | 'progress' | 'random'>) => {
  /** From where a segment is to its end, or until another walker is found at it. */
  const walkSegment = async (
    walk: Walk,
    segment: SegmentProgress,
    visit: (records: readonly SegmentRecord[]) => Promise<Onward>,
    isOver: () => boolean,
  ): Promise<Walked> => {
    let at = segment;
    while (!at.isDone) {
      if (isOver()) return 'unfinished';
      const page = await people.page(walk.tenant, at.segment, at.after);
      if ((await visit(page.records)) === 'stop') return 'stopped';
      const to = { ...(page.next !== undefined && { after: page.next }), isDone: page.next === undefined };
      if (!(await progress.advance(walk, at, to))) return 'done';
      at = { segment: at.segment, ...to, version: at.version + 1 };
    }
    return 'done';
  };

  return async (
    walk: Walk,
    visit: (records: readonly SegmentRecord[]) => Promise<Onward>,
    isOver: () => boolean,
  ): Promise<Walked> => {
    let ended: Walked = 'done';
    const end = (walked: Walked): Walked => (ended = ended === 'stopped' ? ended : walked);
    const isEnded = (): boolean => ended !== 'done' || (isOver() && end('unfinished') === 'unfinished');

    const walkLane = async (segments: readonly SegmentProgress[]): Promise<void> => {
      for (const segment of segments) {
        if (ended !== 'done') return;
        const walked = await walkSegment(walk, segment, visit, isEnded);
        if (walked !== 'done') end(walked);
      }
    };

    for (;;) {
      const left = (await progress.read(walk)).filter(({ isDone }) => !isDone);
      if (left.length === 0) return 'done';
      const begin = (random(1)[0] ?? 0) % left.length;
      const inOrder = [...left.slice(begin), ...left.slice(0, begin)];
      const lanes = Array.from({ length: LANES }, (_, lane) =>
        walkLane(inOrder.filter((__, at) => at % LANES === lane)).catch((error: unknown) => {
          // The others come to an end first: nothing is written any more once this fails.
          end('stopped');
          throw error;
        }),
      );
      const failed = (await Promise.allSettled(lanes)).find(({ status }) => status === 'rejected');
      if (failed?.status === 'rejected') throw failed.reason;
      if (ended !== 'done') return ended;
    }
  };
};
