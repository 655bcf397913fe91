import { toHex, type RandomBytes } from '@temkin/kernel';
import type { WriterMark } from './event.ts';

/** Hands out writer marks: one session per process and log. */
export interface Writer {
  next(log: string): WriterMark;
  /** Says that numbers were cancelled, or were named void by an event that may not exist: the next mark names them. */
  void(log: string, numbers: readonly number[]): void;
}

/** Cancelled numbers that one event can name, lest it outgrow its entry; the rest follow with the next events. */
const VOID_LIMIT = 1_000;

/** The writer of this process. */
export const createWriter = (random: RandomBytes): Writer => {
  const sessions = new Map<string, { readonly session: string; n: number; void: number[] }>();
  const sessionOf = (log: string) => {
    const known = sessions.get(log);
    if (known !== undefined) return known;
    const made = { session: toHex(random(16)), n: 0, void: [] as number[] };
    sessions.set(log, made);
    return made;
  };
  return {
    next: (log) => {
      const session = sessionOf(log);
      return { session: session.session, n: session.n++, void: session.void.splice(0, VOID_LIMIT) };
    },
    void: (log, numbers) => {
      sessionOf(log).void.push(...numbers);
    },
  };
};
