import { sequenceLogs, type SequencerDependencies } from '@temkin/audit';
import { cryptoReady } from '@temkin/crypto';
import { newBundles, parseCheckpoint, parseNote, TILE_WIDTH } from '@temkin/tlog';
import { beforeAll, describe, expect, it } from 'vitest';
import { simulateLoss } from '../support/sequencer-simulation/simulate-loss.ts';
import type { Mutation } from '../support/sequencer-simulation/simulate.ts';

beforeAll(() => cryptoReady);

/** Schedules of a run of the tests; TEMKIN_SCHEDULES says otherwise. */
const SCHEDULES = Number(process.env['TEMKIN_SCHEDULES'] ?? 500);

/** Schedules within which a wrong protocol must show itself. */
const SCHEDULES_OF_A_MUTANT = 1_000;

const failing = async (schedules: number, mutation?: Mutation): Promise<string | undefined> => {
  for (let seed = 0; seed < schedules; seed++) {
    const [fault] = await simulateLoss(seed, mutation);
    if (fault !== undefined) return `${fault} (seed ${seed})`;
  }
  return undefined;
};

/** Our sequencer over files of which it does not see everything. */
const blindTo =
  (
    change: (files: SequencerDependencies['files']) => Partial<SequencerDependencies['files']>,
  ): NonNullable<Mutation['sequencer']> =>
  (dependencies) =>
    sequenceLogs({ ...dependencies, files: { ...dependencies.files, ...change(dependencies.files) } });

const sizeOf = (checkpoint: Uint8Array | undefined): number =>
  parseCheckpoint(parseNote(new TextDecoder().decode(checkpoint))?.text ?? '')?.size ?? 0;

describe('a log whose head is lost, at any moment and more than once', () => {
  it(
    `keeps all that it had, once, and goes on, in ${SCHEDULES} schedules`,
    { timeout: 1_200_000 },
    async () => {
      expect(await failing(SCHEDULES)).toBeUndefined();
    },
  );
});

describe('a wrong way to go on shows itself:', () => {
  const mutants: readonly (readonly [string, Mutation])[] = [
    [
      'the log begins anew',
      {
        sequencer: blindTo(() => ({
          newest: async () => undefined,
          widestBundle: async () => undefined,
          stages: async () => [],
        })),
      },
    ],
    [
      'what was laid out beyond the checkpoint is forgotten',
      {
        sequencer: blindTo((files) => ({
          stages: async () => [],
          widestBundle: async (log, index) =>
            newBundles(index * TILE_WIDTH, sizeOf(await files.newest(log))).find(
              (bundle) => bundle.index === index,
            ),
        })),
      },
    ],
    ['what was being laid out is forgotten', { sequencer: blindTo(() => ({ stages: async () => [] })) }],
    ['an older head comes back from a backup', { heads: 'rolled-back' }],
    ['events come back that are in the log', { restored: async (_, backup) => backup }],
  ];

  it.each(mutants)('%s', { timeout: 600_000 }, async (_, mutation) => {
    expect(await failing(SCHEDULES_OF_A_MUTANT, mutation)).toBeDefined();
  });
});
