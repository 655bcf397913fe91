import { toHex, type Clock, type RandomBytes } from '@temkin/kernel';
import type { WriterMark } from './event.ts';

/**
 * Hands out writer marks: a session per process and log, and another one after an hour without an event, so that whoever
 * reads the log need not keep for ever where a session stood.
 */
export interface Writer {
  next(log: string): WriterMark;
  /**
   * Says that numbers of a session were cancelled, or were named void by an event that may not exist: the next mark of the
   * session names them, if there is one.
   */
  void(log: string, session: string, numbers: readonly number[]): void;
}

/** Cancelled numbers that one event can name, lest it outgrow its entry; the rest follow with the next events. */
const VOID_LIMIT = 1_000;

/** After so long a silence a session is over; what it has not named void by then, it never names. */
const SILENT_MILLISECONDS = 3_600_000;

/** The writer of this process. */
export const createWriter = (random: RandomBytes, clock: Clock): Writer => {
  const sessions = new Map<string, { readonly session: string; n: number; usedAt: number; void: number[] }>();
  return {
    next: (log) => {
      const usedAt = clock.now();
      const known = sessions.get(log);
      const session =
        known !== undefined && usedAt - known.usedAt < SILENT_MILLISECONDS
          ? known
          : { session: toHex(random(16)), n: 0, usedAt, void: [] };
      session.usedAt = usedAt;
      sessions.set(log, session);
      return { session: session.session, n: session.n++, void: session.void.splice(0, VOID_LIMIT) };
    },
    void: (log, session, numbers) => {
      const known = sessions.get(log);
      if (known?.session === session) known.void.push(...numbers);
    },
  };
};
