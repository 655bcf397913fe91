import type { Table } from '@temkin/storage';
import { setImmediate } from 'node:timers/promises';

/** Numbers that follow from a seed alone, from 0 up to 1 (mulberry32, of the public domain). */
export const drawn = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Requests that others make at most while one that dawdles waits. */
const LONGEST_DAWDLE = 4_000;

/**
 * Runs tasks that speak to a table so that between any two requests of one, any number of the others' may come: which is next, the
 * seed decides. The tasks may wait for nothing but the table.
 */
export const interleaved = (seed: number) => {
  const draw = drawn(seed);
  const waiting: { readonly go: () => void; readonly notBefore: number }[] = [];
  let turns = 0;

  const turn = (dawdling: number): Promise<void> =>
    new Promise((go) => {
      const pause = draw() < dawdling ? Math.floor(draw() * LONGEST_DAWDLE) : 0;
      waiting.push({ go, notBefore: turns + pause });
    });

  /** One that is due, or else the first that will be. */
  const takeNext = (): void => {
    const soonest = Math.min(...waiting.map(({ notBefore }) => notBefore));
    turns = Math.max(turns + 1, soonest);
    const due = waiting.filter(({ notBefore }) => notBefore <= turns);
    const next = due[Math.floor(draw() * due.length)];
    if (next === undefined) return;
    waiting.splice(waiting.indexOf(next), 1);
    next.go();
  };

  return {
    draw,

    /** `dawdling`: which part of the requests waits for up to thousands of others to be made first. */
    wrapTable: (table: Table, dawdling = 0): Table => {
      const inTurn = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
        await turn(dawdling);
        return ask();
      };
      return {
        get: (key) => inTurn(() => table.get(key)),
        getMany: (keys) => inTurn(() => table.getMany(keys)),
        query: (range) => inTurn(() => table.query(range)),
        write: (write) => inTurn(() => table.write(write)),
        deleteMany: (keys) => inTurn(() => table.deleteMany(keys)),
        transact: (writes, token) => inTurn(() => table.transact(writes, token)),
      };
    },

    /** Until all of them are over; fails as the first of them does. */
    run: async (tasks: readonly Promise<unknown>[]): Promise<void> => {
      const tasksOf = { areOver: false };
      const all = Promise.all(tasks).finally(() => {
        tasksOf.areOver = true;
      });
      all.catch(() => undefined);
      while (!tasksOf.areOver) {
        await setImmediate();
        if (waiting.length > 0) takeNext();
      }
      await all;
    },
  };
};
