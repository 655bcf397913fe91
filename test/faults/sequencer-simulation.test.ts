import { publishCheckpoint, sequenceLogs, type SequencerDependencies } from '@temkin/audit';
import { tileOfBlob } from '@temkin/audit/domain';
import { cryptoReady } from '@temkin/crypto';
import { formatCheckpoint, rootOf, TILE_WIDTH } from '@temkin/tlog';
import { beforeAll, describe, expect, it } from 'vitest';
import { simulate, type Mutation } from '../support/sequencer-simulation/simulate.ts';
import { entryOf, LOG, TENANT, YEAR } from '../support/sequencer-simulation/world.ts';

beforeAll(() => cryptoReady);

/** Schedules of a run of the tests; TEMKIN_SCHEDULES says otherwise. */
const SCHEDULES = Number(process.env['TEMKIN_SCHEDULES'] ?? 2_000);

/** Schedules within which a wrong protocol must show itself. */
const SCHEDULES_OF_A_MUTANT = 3_000;

const failing = async (schedules: number, mutation?: Mutation): Promise<string | undefined> => {
  for (let seed = 0; seed < schedules; seed++) {
    const [fault] = await simulate(seed, mutation);
    if (fault !== undefined) return `${fault} (seed ${seed})`;
  }
  return undefined;
};

/** Our sequencer over ports that break one promise. */
const over =
  (
    change: (dependencies: SequencerDependencies) => Partial<SequencerDependencies>,
  ): NonNullable<Mutation['sequencer']> =>
  (dependencies) =>
    sequenceLogs({ ...dependencies, ...change(dependencies) });

const CHECKPOINT = `${LOG}/checkpoint`;
const LOG_NAME = { tenant: TENANT, year: YEAR };

/** The id of an event of the log's own. */
const NAMING = '019b0000-0000-7000-8000-000000000000';

describe('two sequencers and more, killed and cut off at any request', () => {
  it(
    `lose nothing, double nothing and sign nothing else, in ${SCHEDULES} schedules`,
    { timeout: 1_200_000 },
    async () => {
      expect(await failing(SCHEDULES)).toBeUndefined();
    },
  );
});

/** Runs until there is a next key. */
const RUNS_BEFORE = 3;

/** Our sequencer while keys change. The entry that names the next is the same each time, so that a second one is found. */
const changingKeys: NonNullable<Mutation['sequencer']> = (dependencies) => {
  const before = sequenceLogs(dependencies);
  const nextKey = {
    idIn: async () => 'next',
    entry: async () => ({ eventId: NAMING, entry: entryOf(NAMING) }),
  };
  const after = sequenceLogs({ ...dependencies, nextKey });
  let runs = 0;
  return (tenant) => ((runs += 1) > RUNS_BEFORE ? after : before)(tenant);
};

/** The same, which forgets that the log has named the key. */
const forgettingKeys: NonNullable<Mutation['sequencer']> = (dependencies) =>
  changingKeys({
    ...dependencies,
    heads: {
      ...dependencies.heads,
      all: async (tenant) =>
        (await dependencies.heads.all(tenant)).map(({ log, version, tree, publishedSize, stage }) => ({
          log,
          version,
          tree,
          publishedSize,
          ...(stage !== undefined && { stage }),
        })),
    },
  });

describe('two sequencers while keys change', () => {
  it(`name the next key once, in ${SCHEDULES} schedules`, { timeout: 1_200_000 }, async () => {
    expect(await failing(SCHEDULES, { sequencer: changingKeys })).toBeUndefined();
  });
});

describe('a wrong protocol shows itself:', () => {
  const mutants: readonly (readonly [string, Mutation])[] = [
    [
      'what is committed is not laid out by whoever comes next',
      {
        sequencer: over(({ heads }) => ({
          heads: {
            ...heads,
            all: async (tenant) =>
              (await heads.all(tenant)).map(({ log, version, tree, publishedSize }) => ({
                log,
                version,
                tree,
                publishedSize,
              })),
          },
        })),
      },
    ],
    [
      'the outbox is read from where the last batch ended',
      {
        sequencer: (dependencies) => {
          let cursor = '';
          return sequenceLogs({
            ...dependencies,
            waiting: {
              ...dependencies.waiting,
              take: async (tenant, limit) => {
                const taken = await dependencies.waiting.take(tenant, limit);
                const later = taken.events.filter(({ eventId }) => eventId > cursor);
                cursor = later.at(-1)?.eventId ?? cursor;
                return { ...taken, events: later };
              },
            },
          });
        },
      },
    ],
    [
      'a head is replaced whatever it has become',
      {
        sequencer: over(({ heads }) => ({
          heads: {
            ...heads,
            replace: async (head) => {
              for (let version = head.version; ; version++) {
                const put = await heads.replace({ ...head, version });
                if (put === 'replaced') return put;
              }
            },
          },
        })),
      },
    ],
    [
      'the outbox is read before the head',
      {
        sequencer: (dependencies) => async (tenant) => {
          const taken = await dependencies.waiting.take(tenant, 100);
          const waiting = { ...dependencies.waiting, take: async () => taken };
          return sequenceLogs({ ...dependencies, waiting })(tenant);
        },
      },
    ],
    [
      'a head is signed before it is committed',
      {
        sequencer: over(({ heads, signer, sha256, logKey }) => ({
          heads: {
            ...heads,
            replace: async (head) => {
              const { name: origin } = await logKey(head.log);
              const text = formatCheckpoint({
                origin,
                size: head.tree.size,
                root: await rootOf(sha256, head.tree),
              });
              if (head.stage !== undefined) await signer.sign(new TextEncoder().encode(text));
              return heads.replace(head);
            },
          },
        })),
      },
    ],
    [
      'the checkpoint is replaced whatever it is',
      {
        blobs: (blobs) => ({
          ...blobs,
          get: async (name) => (name === CHECKPOINT ? undefined : blobs.get(name)),
          putIfAbsent: async (name, bytes) => {
            if (name === CHECKPOINT) await blobs.delete(name);
            return blobs.putIfAbsent(name, bytes);
          },
        }),
      },
    ],
    [
      'tiles are laid out before the head is committed',
      {
        sequencer: over(({ files }) => ({
          files: {
            ...files,
            putStage: async (name, stage) => {
              await files.layOut(stage);
              await files.putStage(name, stage);
            },
          },
        })),
      },
    ],
    [
      'a checkpoint is published before its tiles',
      {
        sequencer: over((dependencies) => ({
          heads: {
            ...dependencies.heads,
            replace: async (head) => {
              const put = await dependencies.heads.replace(head);
              if (put === 'replaced' && head.stage !== undefined) await publishCheckpoint(dependencies)(head);
              return put;
            },
          },
        })),
      },
    ],
    [
      'partial tiles are swept before a checkpoint is published that does without them',
      {
        sequencer: over(({ files }) => ({
          files: {
            ...files,
            layOut: async (stage) => {
              await files.layOut(stage);
              for (const { name } of stage.blobs) {
                const tile = tileOfBlob(LOG_NAME, name);
                if (tile?.width === TILE_WIDTH) await files.removePartials(LOG_NAME, tile);
              }
            },
          },
        })),
      },
    ],
    [
      'a partial tile that was swept is taken for lost',
      {
        blobs: (blobs) => ({
          ...blobs,
          get: async (name) => {
            const blob = await blobs.get(name);
            if (blob === undefined && name.includes('.p/')) throw new Error('a tile is missing');
            return blob;
          },
        }),
      },
    ],
    ['a key is named again', { sequencer: forgettingKeys }],
    ['an event is written by a plain put, which repeats it', { retry: 'puts-again' }],
    ['an event is written again when its token is forgotten', { retry: 'forgotten-token' }],
  ];

  it.each(mutants)('%s', { timeout: 600_000 }, async (_, mutation) => {
    expect(await failing(SCHEDULES_OF_A_MUTANT, mutation)).toBeDefined();
  });
});
