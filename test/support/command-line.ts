import { systemClock, systemRandom, systemWait, type Clock } from '@temkin/kernel';
import type { Blobs } from '@temkin/storage';
import type { Surroundings } from '../../packages/surfaces/cli/src/command.ts';
import { openPlace } from '../../packages/surfaces/cli/src/open-place.ts';
import { runCommand, type CommandOutcome } from '../../packages/surfaces/cli/src/run-command.ts';

export { memoryBlobs, type MemoryBlobs } from './memory-blobs.ts';

/** What a command is run with where it differs from the real world. */
export interface CommandWorld {
  readonly environment?: Surroundings['environment'];
  readonly clock?: Clock;
  /** Every place, or each by its name; those that the command line names where absent. */
  readonly blobs?: Blobs | ((place: string) => Blobs);
  readonly serving?: Surroundings['serving'];
  readonly wait?: Surroundings['wait'];
  readonly progress?: Surroundings['progress'];
}

/** Tells nobody how far a command has come. */
const UNSEEN: Surroundings['progress'] = { begin: () => {}, advance: () => {}, end: () => {} };

/** Told to end before it has begun. */
const AT_ONCE: Surroundings['serving'] = { announce: () => {}, untilTold: async () => {} };

/** Runs `temkin` with these arguments, in this process. */
export const temkin = (
  args: readonly string[],
  {
    environment = {},
    clock = systemClock,
    blobs,
    serving = AT_ONCE,
    wait = systemWait,
    progress = UNSEEN,
  }: CommandWorld = {},
): Promise<CommandOutcome> =>
  runCommand(args, {
    environment,
    clock,
    random: systemRandom,
    wait,
    openPlace:
      blobs === undefined ? openPlace : async (place) => (typeof blobs === 'function' ? blobs(place) : blobs),
    progress,
    serving,
  });
