/** Tells the time. Injected, so that tests and simulations choose it. */
export interface Clock {
  /** Milliseconds since the Unix epoch, UTC. */
  now(): number;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** Lets time pass. Injected with the clock that measures it. */
export type Wait = (milliseconds: number) => Promise<void>;

/** The platform's own timer. */
export const systemWait: Wait = (milliseconds) =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/** RFC 3339 in UTC with milliseconds, the only form in which an instant leaves the system. */
export const rfc3339 = (epochMilliseconds: number): string => new Date(epochMilliseconds).toISOString();
