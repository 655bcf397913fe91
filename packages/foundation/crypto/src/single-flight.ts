import type { Clock } from '@temkin/kernel';

export interface SingleFlightOptions {
  readonly clock: Clock;
  /** How long a value is kept. */
  readonly keepMilliseconds: number;
  /** How many values are kept: the oldest makes room for a new one. */
  readonly maxEntries: number;
}

/**
 * Keeps what is dear to load. Callers that come while a value is on its way share the one load; a failure and an
 * `undefined` are shared by them and not kept.
 */
export const singleFlight = <Value>(
  options: SingleFlightOptions,
): ((name: string, load: () => Promise<Value>) => Promise<Value>) => {
  const { clock, keepMilliseconds, maxEntries } = options;
  const entries = new Map<string, { readonly value: Promise<Value>; readonly untilMilliseconds: number }>();

  return (name, load) => {
    const known = entries.get(name);
    if (known !== undefined && clock.now() < known.untilMilliseconds) return known.value;
    const value = load();
    entries.delete(name);
    entries.set(name, { value, untilMilliseconds: clock.now() + keepMilliseconds });
    const oldest = entries.keys().next();
    if (entries.size > maxEntries && oldest.done !== true) entries.delete(oldest.value);
    const forget = (): void => {
      if (entries.get(name)?.value === value) entries.delete(name);
    };
    value.then((found) => {
      if (found === undefined) forget();
    }, forget);
    return value;
  };
};
