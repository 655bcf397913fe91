import type { Clock } from '@temkin/kernel';

/** A clock that the test sets. */
export interface TestClock extends Clock {
  /** Moves the clock to an instant, in milliseconds since the epoch. */
  set(epochMilliseconds: number): void;
  advance(milliseconds: number): void;
}

/** Goes on by one millisecond whenever it is asked, so that events made one after another sort that way. */
export const testClock = (startMilliseconds: number): TestClock => {
  let now = startMilliseconds;
  return {
    now: () => (now += 1),
    set: (epochMilliseconds) => {
      now = epochMilliseconds;
    },
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
};
