import type { Clock } from '@temkin/kernel';
import type { Witness } from '../domain/index.ts';

/** How long a witness is left alone that did not answer. */
const REST_MILLISECONDS = 60_000;

/**
 * A witness that is asked once a minute at most while it does not answer: so one that hangs does not hold up every
 * checkpoint, only one a minute.
 */
export const restingWitness = (witness: Witness, clock: Clock): Witness => {
  let restsUntilMilliseconds = 0;
  return {
    key: witness.key,
    addCheckpoint: async (request) => {
      if (clock.now() < restsUntilMilliseconds) throw new Error('the witness did not answer before');
      try {
        return await witness.addCheckpoint(request);
      } catch (error) {
        restsUntilMilliseconds = clock.now() + REST_MILLISECONDS;
        throw error;
      }
    },
  };
};
