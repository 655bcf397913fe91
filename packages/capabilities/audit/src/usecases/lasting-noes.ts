import type { Clock } from '@temkin/kernel';
import type { Witnessing } from './ask-witnesses.ts';

/** How long a witness is left alone with a log that it has said no to. */
const REST_MILLISECONDS = 300_000;

/** The status of a witness that has cosigned another size, as it does while somebody else asks it about this log. */
const CONFLICT = 409;

const isNo = (witnessing: Witnessing): boolean =>
  witnessing.outcome === 'conflict' ||
  witnessing.outcome === 'invalid' ||
  (witnessing.outcome === 'refused' && witnessing.status !== CONFLICT);

/**
 * What witnesses have said no to, which lasts for five minutes: it takes a person to make a yes of it, and one that takes its
 * time to say no would hold up every checkpoint.
 */
export const lastingNoes = (clock: Clock) => {
  const noes = new Map<string, { readonly witnessing: Witnessing; readonly untilMilliseconds: number }>();
  return {
    /** What was said about this, as long as it lasts. */
    about: (place: string): Witnessing | undefined => {
      const no = noes.get(place);
      return no !== undefined && clock.now() < no.untilMilliseconds ? no.witnessing : undefined;
    },

    /** Remembers what was said, where it is a no. */
    hear: (place: string, witnessing: Witnessing): void => {
      if (isNo(witnessing))
        noes.set(place, { witnessing, untilMilliseconds: clock.now() + REST_MILLISECONDS });
      else noes.delete(place);
    },
  };
};
