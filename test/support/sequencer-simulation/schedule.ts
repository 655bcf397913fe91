import { OutcomeUnknown, StoreUnavailable } from '@temkin/kernel';

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

interface Pending {
  readonly run: (fault: Fault) => void;
}

/**
 * What becomes of a request: it is answered; it fails and nothing happened; no answer comes, and it was applied or not;
 * whoever asked is dead, and it was applied, was not, or will be at some later time.
 */
type Fault = 'none' | 'failed' | 'doubtful' | 'lost' | 'dead-before' | 'dead-after' | 'dead-late';

const FAULTS: readonly Fault[] = ['failed', 'doubtful', 'lost', 'dead-before', 'dead-after', 'dead-late'];

/** Share of requests that go wrong while there is trouble. */
const TROUBLE = 0.12;

/** Decides which request is answered next, and how: everything that happens, happens one after another, by a seed. */
export interface Schedule {
  /** A request of somebody: its effect is applied at some later moment, once, or not at all. */
  readonly request: <Result>(effect: () => Result) => Promise<Result>;
  /** Waits for as many turns. */
  readonly pause: (turns: number) => Promise<void>;
  readonly random: () => number;
  /** Answers requests, as many as asked for at most, until nobody asks for anything more. */
  readonly run: (requests: number, trouble: boolean) => Promise<void>;
  /** Whoever waits for an answer is dead, and nothing of what was asked for comes about any more. */
  readonly crash: () => void;
}

/** All that awaits nothing but microtasks has run. */
const settled = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** Applies an effect of which nobody will hear. */
const unheard = (effect: () => unknown): void => {
  try {
    effect();
  } catch {
    // It failed, as it does for one who listens.
  }
};

/** The schedule of a seed. */
export const schedule = (seed: number): Schedule => {
  const random = seededRandom(seed);
  const pending: Pending[] = [];

  const request = <Result>(effect: () => Result): Promise<Result> =>
    new Promise((resolve, reject) => {
      const answer = (): void => {
        try {
          resolve(effect());
        } catch (error) {
          reject(error);
        }
      };
      pending.push({
        run: (fault) => {
          if (fault === 'none') answer();
          if (fault === 'failed') reject(new StoreUnavailable('simulated'));
          if (fault === 'lost') reject(new OutcomeUnknown('simulated'));
          if (fault === 'doubtful') {
            unheard(effect);
            reject(new OutcomeUnknown('simulated'));
          }
          if (fault === 'dead-after') unheard(effect);
          if (fault === 'dead-late') pending.push({ run: () => unheard(effect) });
        },
      });
    });

  const turn = (): Promise<void> =>
    new Promise((resolve) => {
      pending.push({
        run: () => {
          resolve();
        },
      });
    });

  return {
    request,
    pause: async (turns) => {
      for (let waited = 0; waited < turns; waited++) await turn();
    },
    random,
    crash: () => {
      pending.length = 0;
    },
    run: async (requests, trouble) => {
      await settled();
      for (let answered = 0; answered < requests && pending.length > 0; answered++) {
        const [next] = pending.splice(Math.floor(random() * pending.length), 1);
        const fault =
          trouble && random() < TROUBLE ? FAULTS[Math.floor(random() * FAULTS.length)] : undefined;
        next?.run(fault ?? 'none');
        await settled();
      }
    },
  };
};
