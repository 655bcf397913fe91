import type { LogFault } from '@temkin/audit/domain';
import { concatBytes, utf8 } from '@temkin/kernel';
import { formatCheckpoint, formatNote, rootOf, signNote, TILE_WIDTH, tilePath } from '@temkin/tlog';
import {
  changing,
  flipped,
  forkOf,
  inBundle,
  inCheckpoint,
  keepingTilesOf,
  layOver,
  removing,
  rollingBackTo,
  shifted,
  withFlippedRoot,
  type LogChange,
} from './log-changes.ts';
import { sha256 } from './sha256.ts';
import { checkpointOf, grow, prove, smallLog, type SmallLog } from './small-log.ts';

/** As many small entries, told apart by their numbers. */
export const entriesFrom = (first: number, count: number): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, at) => utf8(`{"event":${first + at}}`));

/** A log of 600 entries that came in three batches, with checkpoints and proofs on the way. */
export const logToMutate = async (): Promise<SmallLog> => {
  const log = await smallLog();
  for (const count of [1, 299, 300]) {
    await grow(log, entriesFrom(log.tree.size, count));
    await prove(log, log.tree.size - 1);
  }
  return log;
};

/** Something done to that log which no verifier may miss. */
export interface LogMutation {
  /** Follows "a log". */
  readonly name: string;
  readonly change: LogChange;
  /** What our verifier finds first, and where. */
  readonly fault: LogFault;
  readonly at: string;
  /** In which step test/peers/go finds it. */
  readonly step: 'checkpoint' | 'entries' | 'tiles' | 'consistency';
}

/** What of a log its mutations depend on. */
export interface LogShape {
  /** Entries, more than two full tiles of them and less than 256, the last of them not full. */
  readonly size: number;
  /** Entries of which an older checkpoint speaks: between 257 and 400. */
  readonly older: number;
}

/** The mutations that a test of a log's verifier applies, each to a log of its own. */
export const logMutations = ({ size, older }: LogShape): readonly LogMutation[] => {
  const width = size % TILE_WIDTH;
  const index = Math.floor(size / TILE_WIDTH);
  const lastBundle = tilePath({ level: 'entries', index, width });
  const lastTile = tilePath({ level: 0, index, width });
  const topTile = tilePath({ level: 1, index: 0, width: index });
  return [
    {
      name: 'with a bit flipped in an entry',
      change: changing('tile/entries/001', flipped),
      fault: 'tile-differs',
      at: 'tile/0/001',
      step: 'entries',
    },
    {
      name: 'with a bit flipped in an entry, and its tile made anew',
      change: async (log) => {
        const fork = await forkOf(log, log.entries.with(511, utf8('{"event":515}')));
        for (const path of ['tile/entries/001', 'tile/0/001']) layOver(log, fork, path);
      },
      fault: 'tile-differs',
      at: topTile,
      step: 'entries',
    },
    {
      name: 'with a bit flipped in a tile of hashes',
      change: changing('tile/0/001', flipped),
      fault: 'tile-differs',
      at: 'tile/0/001',
      step: 'tiles',
    },
    {
      name: 'with a bit flipped in a tile above',
      change: changing(topTile, flipped),
      fault: 'tile-differs',
      at: topTile,
      step: 'tiles',
    },
    {
      name: 'with a bit flipped in its root',
      change: inCheckpoint(({ text, signatures }) => ({ text: withFlippedRoot(text), signatures })),
      fault: 'forged',
      at: 'checkpoint',
      step: 'checkpoint',
    },
    {
      name: 'with a bit flipped in its signature',
      change: inCheckpoint(({ text, signatures }) => ({
        text,
        signatures: signatures.map((line) => ({ ...line, signature: flipped(line.signature) })),
      })),
      fault: 'forged',
      at: 'checkpoint',
      step: 'checkpoint',
    },
    {
      name: 'with another size in its checkpoint',
      change: inCheckpoint(({ text, signatures }) => ({
        text: text.replace(`\n${size}\n`, `\n${size - 1}\n`),
        signatures,
      })),
      fault: 'forged',
      at: 'checkpoint',
      step: 'checkpoint',
    },
    {
      name: 'with two entries in each other’s place',
      change: changing(
        'tile/entries/000',
        inBundle(256, (entries) => [...entries.slice(0, -2), ...entries.slice(-2).toReversed()]),
      ),
      fault: 'tile-differs',
      at: 'tile/0/000',
      step: 'entries',
    },
    {
      name: 'with an entry removed and those of its bundle moved up',
      change: changing(
        lastBundle,
        inBundle(width, (entries) => entries.slice(1)),
      ),
      fault: 'malformed',
      at: lastBundle,
      step: 'entries',
    },
    {
      name: 'with an entry removed, all others moved up, and one to fill up',
      change: async (log) => layOver(log, await forkOf(log, shifted(log, 400)), 'tile/entries/'),
      fault: 'tile-differs',
      at: 'tile/0/001',
      step: 'entries',
    },
    {
      name: 'with an entry removed, and its tiles made anew',
      change: async (log) => layOver(log, await forkOf(log, shifted(log, 400)), 'tile/'),
      fault: 'inconsistent',
      at: `checkpoints/${size}`,
      step: 'entries',
    },
    {
      name: 'with an entry removed, its tiles made anew, and signed again',
      change: async (log) => {
        const fork = await forkOf(log, shifted(log, 100));
        layOver(log, fork, 'tile/');
        layOver(log, fork, 'checkpoint');
      },
      fault: 'inconsistent',
      at: `checkpoints/${older}`,
      step: 'consistency',
    },
    {
      name: 'without its last bundle',
      change: removing(lastBundle),
      fault: 'missing',
      at: lastBundle,
      step: 'entries',
    },
    {
      name: 'without its last tile',
      change: removing(lastTile),
      fault: 'missing',
      at: lastTile,
      step: 'tiles',
    },
    {
      name: 'with a partial bundle that has grown',
      change: changing(
        lastBundle,
        inBundle(width, (entries) => [...entries, utf8('one more')]),
      ),
      fault: 'malformed',
      at: lastBundle,
      step: 'entries',
    },
    {
      name: 'with a partial tile that has grown',
      change: changing(lastTile, (bytes) => concatBytes(bytes, bytes.subarray(-32))),
      fault: 'tile-differs',
      at: lastTile,
      step: 'tiles',
    },
    {
      name: `with the tiles of ${older} entries and the checkpoint of ${size}`,
      change: keepingTilesOf(older),
      fault: 'missing',
      at: 'tile/entries/001',
      step: 'entries',
    },
    {
      name: `with the tiles of ${size} entries and the checkpoint of ${older}`,
      change: (log) => {
        keepingTilesOf(size)(log);
        rollingBackTo(older)(log);
        removing(`checkpoints/${size}`)(log);
      },
      fault: 'missing',
      at: 'tile/1/000.p/1',
      step: 'entries',
    },
    {
      name: 'with a checkpoint, well signed, of other entries',
      change: async (log) => {
        const fork = await forkOf(log, shifted(log, 400));
        log.files.set('checkpoint', utf8(await checkpointOf(fork)));
      },
      fault: 'root-differs',
      at: 'checkpoint',
      step: 'entries',
    },
    {
      name: 'signed by another key of the same name',
      change: async (log) => {
        const { key, signer } = await smallLog();
        log.files.set('checkpoint', utf8(await checkpointOf({ ...log, key, signer })));
      },
      fault: 'unsigned',
      at: 'checkpoint',
      step: 'checkpoint',
    },
    {
      name: 'signed by another key in the name and with the id of its own',
      change: async (log) => {
        const { signer } = await smallLog();
        log.files.set('checkpoint', utf8(await checkpointOf({ ...log, signer })));
      },
      fault: 'forged',
      at: 'checkpoint',
      step: 'checkpoint',
    },
    {
      name: 'whose key has signed the checkpoint of another log',
      change: async (log) => {
        const text = formatCheckpoint({
          origin: 'log.example/other',
          size: log.tree.size,
          root: await rootOf(sha256, log.tree),
        });
        const signatures = [await signNote(text, log.key, log.signer)];
        log.files.set('checkpoint', utf8(formatNote({ text, signatures })));
      },
      fault: 'unsigned',
      at: 'checkpoint',
      step: 'checkpoint',
    },
    {
      name: 'with an older checkpoint in place of the newest',
      change: rollingBackTo(older),
      fault: 'rolled-back',
      at: `checkpoints/${size}`,
      step: 'consistency',
    },
    {
      name: 'that does not begin with what an older checkpoint speaks of',
      change: async (log) => layOver(log, await forkOf(log, entriesFrom(1, older)), 'checkpoints/'),
      fault: 'inconsistent',
      at: `checkpoints/${older}`,
      step: 'consistency',
    },
    {
      name: 'of which two checkpoints of one size differ',
      change: async (log) => layOver(log, await forkOf(log, entriesFrom(1, size)), 'checkpoints/'),
      fault: 'inconsistent',
      at: `checkpoints/${size}`,
      step: 'consistency',
    },
    {
      name: 'without a checkpoint',
      change: removing('checkpoint'),
      fault: 'missing',
      at: 'checkpoint',
      step: 'checkpoint',
    },
    {
      name: 'with a checkpoint that is none',
      change: changing('checkpoint', () => utf8('600\n')),
      fault: 'malformed',
      at: 'checkpoint',
      step: 'checkpoint',
    },
    {
      name: 'with a byte order mark before its checkpoint',
      change: changing('checkpoint', (bytes) => concatBytes(utf8('\uFEFF'), bytes)),
      fault: 'forged',
      at: 'checkpoint',
      step: 'checkpoint',
    },
    {
      name: 'with a checkpoint that is no text',
      change: changing('checkpoint', () => Uint8Array.of(0xff)),
      fault: 'malformed',
      at: 'checkpoint',
      step: 'checkpoint',
    },
  ];
};

/** Those of the log to mutate. */
export const LOG_MUTATIONS = logMutations({ size: 600, older: 300 });
