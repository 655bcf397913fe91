import type { Sequenced } from '@temkin/audit';
import { setTimeout } from 'node:timers/promises';

/** Between runs events gather for so long: a batch costs the same few writes and one signature, however small it is. */
const GATHERING_MILLISECONDS = 1_000;

/** A batch so large that as many more may wait. */
const LARGE_BATCH = 900;

/** A sequencer at work beside whoever records. */
export interface RunBeside {
  /** Gathers no longer, and resolves when nothing waits any more. Nobody may be recording. */
  readonly finish: () => Promise<void>;
}

/** Runs a sequencer about once a second, and at once where much waits. */
export const runBeside = (run: () => Promise<Sequenced>): RunBeside => {
  const finishing = new AbortController();
  const { signal } = finishing;
  const gather = (): Promise<void> =>
    setTimeout(GATHERING_MILLISECONDS, undefined, { signal }).catch(() => undefined);
  const work = async (): Promise<void> => {
    for (;;) {
      const isLast = signal.aborted;
      const { events, more } = await run();
      if (isLast && !more) return;
      if (events < LARGE_BATCH) await gather();
    }
  };
  const worked = work();
  return {
    finish: async () => {
      finishing.abort();
      await worked;
    },
  };
};
