import type { Clock, RandomBytes } from '@temkin/kernel';

/** Until when a run begins with something. */
export interface RunLimits {
  readonly deadlineMilliseconds: number;
  readonly signal?: AbortSignal;
}

/** What a turn came to: there is more to do, or nothing that this run could do. */
export type Turn = 'again' | 'over';

/** Turns of one pass over all, at most: who has many gets few of them, and each is long enough to come to something. */
const TURNS_OF_RUN = 8;

/** The same from a random place on: whoever is not reached in one run is in another. */
const turned = <Element>(elements: readonly Element[], random: RandomBytes): readonly Element[] => {
  const begin = (random(1)[0] ?? 0) % Math.max(1, elements.length);
  return [...elements.slice(begin), ...elements.slice(0, begin)];
};

/**
 * Works at several things of several companies in turn until time is over: the time that is left is parted equally among the companies, and
 * that of a company among what it has; what one leaves over is the others'. Answers what there was no time for.
 */
export const takeTurns = async <Name extends { readonly tenant: string }>(
  names: readonly Name[],
  { clock, random }: { readonly clock: Clock; readonly random: RandomBytes },
  { deadlineMilliseconds, signal }: RunLimits,
  take: (name: Name, isOver: () => boolean) => Promise<Turn>,
): Promise<readonly Name[]> => {
  const least = (deadlineMilliseconds - clock.now()) / TURNS_OF_RUN;
  const isOverAt = (milliseconds: number) => (): boolean =>
    signal?.aborted === true || clock.now() >= milliseconds;
  const isOver = isOverAt(deadlineMilliseconds);
  /** Until when a share of the time up to then lasts. */
  const shareUntil = (end: number, sharers: number): number => {
    const now = clock.now();
    return Math.min(deadlineMilliseconds, now + Math.max(least, (end - now) / sharers));
  };

  let left = names;
  while (left.length > 0 && !isOver()) {
    const again: Name[] = [];
    const companies = turned([...new Set(left.map(({ tenant }) => tenant))], random);
    for (const [at, company] of companies.entries()) {
      const end = shareUntil(deadlineMilliseconds, companies.length - at);
      const own = turned(
        left.filter(({ tenant }) => tenant === company),
        random,
      );
      for (const [i, name] of own.entries()) {
        const isDue = isOver() || (i > 0 && clock.now() >= end);
        const turn = isDue ? 'again' : await take(name, isOverAt(shareUntil(end, own.length - i)));
        if (turn === 'again') again.push(name);
      }
    }
    left = again;
  }
  return left;
};
