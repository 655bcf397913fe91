import type { LogFault } from '@temkin/audit/domain';
import { concatBytes, utf8 } from '@temkin/kernel';
import { formatCheckpoint, formatNote, rootOf, signNote } from '@temkin/tlog';
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

const LAST_BUNDLE = 'tile/entries/002.p/88';
const LAST_TILE = 'tile/0/002.p/88';

/** The mutations that a test of a log's verifier applies, each to a log of its own. */
export const LOG_MUTATIONS: readonly LogMutation[] = [
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
    at: 'tile/1/000.p/2',
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
    change: changing('tile/1/000.p/2', flipped),
    fault: 'tile-differs',
    at: 'tile/1/000.p/2',
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
      text: text.replace('\n600\n', '\n599\n'),
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
      LAST_BUNDLE,
      inBundle(88, (entries) => entries.slice(1)),
    ),
    fault: 'malformed',
    at: LAST_BUNDLE,
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
    at: 'checkpoints/600',
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
    at: 'checkpoints/300',
    step: 'consistency',
  },
  {
    name: 'without its last bundle',
    change: removing(LAST_BUNDLE),
    fault: 'missing',
    at: LAST_BUNDLE,
    step: 'entries',
  },
  {
    name: 'without its last tile',
    change: removing(LAST_TILE),
    fault: 'missing',
    at: LAST_TILE,
    step: 'tiles',
  },
  {
    name: 'with a partial bundle that has grown',
    change: changing(
      LAST_BUNDLE,
      inBundle(88, (entries) => [...entries, utf8('one more')]),
    ),
    fault: 'malformed',
    at: LAST_BUNDLE,
    step: 'entries',
  },
  {
    name: 'with a partial tile that has grown',
    change: changing(LAST_TILE, (bytes) => concatBytes(bytes, bytes.subarray(-32))),
    fault: 'tile-differs',
    at: LAST_TILE,
    step: 'tiles',
  },
  {
    name: 'with the tiles of 300 entries and the checkpoint of 600',
    change: keepingTilesOf(300),
    fault: 'missing',
    at: 'tile/entries/001',
    step: 'entries',
  },
  {
    name: 'with the tiles of 600 entries and the checkpoint of 300',
    change: (log) => {
      keepingTilesOf(600)(log);
      rollingBackTo(300)(log);
      removing('checkpoints/600')(log);
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
    change: rollingBackTo(300),
    fault: 'rolled-back',
    at: 'checkpoints/600',
    step: 'consistency',
  },
  {
    name: 'that does not begin with what an older checkpoint speaks of',
    change: async (log) => layOver(log, await forkOf(log, entriesFrom(1, 300)), 'checkpoints/'),
    fault: 'inconsistent',
    at: 'checkpoints/300',
    step: 'consistency',
  },
  {
    name: 'of which two checkpoints of one size differ',
    change: async (log) => layOver(log, await forkOf(log, entriesFrom(1, 600)), 'checkpoints/'),
    fault: 'inconsistent',
    at: 'checkpoints/600',
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
    name: 'with a checkpoint that is no text',
    change: changing('checkpoint', () => Uint8Array.of(0xff)),
    fault: 'malformed',
    at: 'checkpoint',
    step: 'checkpoint',
  },
];
