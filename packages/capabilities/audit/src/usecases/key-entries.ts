import { toEntry, toOcsf, type Action } from '@temkin/audit-event';
import { toHex, eventIds, type Clock, type RandomBytes } from '@temkin/kernel';
import {
  formatNote,
  formatVerifierKey,
  parseCheckpoint,
  parseNote,
  rootOf,
  signNote,
  verifyNote,
  type Checkpoint,
  type Sha256,
  type VerifierKey,
} from '@temkin/tlog';
import { formatKeyStatement, type KeyStatement, type LogName } from '../domain/index.ts';
import { LogConflict, type LogFiles } from '../store/log-files.ts';
import type { LogHeadStore } from '../store/log-heads.ts';
import { keysOf, type LogSigner, type LogSigners } from './log-signers.ts';

export interface KeyEntryDependencies extends LogSigners {
  readonly heads: Pick<LogHeadStore, 'load'>;
  readonly files: Pick<LogFiles, 'newest'>;
  readonly sha256: Sha256;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

/** Who speaks in these entries: nobody of the staff. */
const SEQUENCER = { pseudonym: 'sequencer', roles: ['system'] } as const;

/** An instant of a log's year: this one, or the nearest. A log may be opened, or get a word, in another year than its own. */
const withinYear = ({ year }: LogName, epochMilliseconds: number): number => {
  const [first, last] = [Date.UTC(Number(year), 0), Date.UTC(Number(year) + 1, 0) - 1];
  return Math.min(Math.max(epochMilliseconds, first), last);
};

/** A statement as an event, made now, whose id has an instant of the log's year. */
const statementEntry = async (
  { clock, random }: Pick<KeyEntryDependencies, 'clock' | 'random'>,
  log: LogName,
  said: {
    readonly action: Action;
    readonly statement: KeyStatement;
    readonly signer: LogSigner['signer'];
    readonly by: VerifierKey;
  },
) => {
  const { action, statement, signer, by } = said;
  const text = formatKeyStatement(statement);
  const note = formatNote({ text, signatures: [await signNote(text, by, signer)] });
  const eventId = eventIds({ now: () => withinYear(log, clock.now()) }, random)();
  const writer = { session: 'sequencer', n: 0, void: [] };
  const head = { eventId, time: clock.now(), tenant: log.tenant, actor: SEQUENCER, writer };
  const resources = statement.keys.map((key) => ({
    type: 'verifier-key',
    pseudonym: formatVerifierKey(key),
  }));
  const draft = { action, outcome: 'allowed', resources, statement: note } as const;
  return { eventId, entry: toEntry(toOcsf(head, draft)) };
};

/**
 * The first entry of a log: the keys that its checkpoints are signed with, and how far the company's log before it had come,
 * signed by the key of that log; the very first log signs for itself. So whoever trusts one log comes to trust the next.
 * Throws `LogConflict` where the head of the log before is lost, and its newest checkpoint is signed by no key of ours.
 */
export const openingEntry = (dependencies: KeyEntryDependencies) => {
  const { heads, files, sha256, signer, logKey } = dependencies;

  const lastOf = async (log: LogName): Promise<Checkpoint | undefined> => {
    const head = await heads.load(log);
    if (head !== undefined) {
      const { name: origin } = await logKey(log);
      return { origin, size: head.tree.size, root: await rootOf(sha256, head.tree) };
    }
    const newest = await files.newest(log);
    if (newest === undefined) return undefined;
    const note = parseNote(new TextDecoder().decode(newest));
    const checkpoint = note && parseCheckpoint(note.text);
    const keys = await keysOf(log, dependencies);
    if (
      note === undefined ||
      checkpoint?.origin !== keys[0]?.name ||
      (await verifyNote(note, keys)).outcome !== 'verified'
    )
      throw new LogConflict('the newest checkpoint of the year before is not its own');
    return checkpoint;
  };

  return async (log: LogName): Promise<Uint8Array> => {
    const yearBefore = { ...log, year: String(Number(log.year) - 1) };
    const previous = await lastOf(yearBefore);
    const by = previous === undefined ? log : yearBefore;
    const keys = await keysOf(log, dependencies);
    const { entry } = await statementEntry(dependencies, log, {
      action: 'audit.open-log',
      statement: { origin: keys[0]?.name ?? '', keys, ...(previous !== undefined && { previous }) },
      signer,
      by: await logKey(by),
    });
    return entry;
  };
};

/** The key that is to sign next, as logs come to name it. */
export interface NextKey {
  /** Tells it from others, in hexadecimal. */
  readonly idIn: (log: LogName) => Promise<string>;
  /** An entry of the log's own year by which the log names it. */
  readonly entry: (log: LogName) => Promise<{ readonly eventId: string; readonly entry: Uint8Array }>;
}

/** How logs name the next key, where there is one: in a statement that is signed by the key in use. */
export const nextKey = (dependencies: KeyEntryDependencies): NextKey | undefined => {
  const { next, logKey, signer } = dependencies;
  if (next === undefined) return undefined;
  return {
    idIn: async (log) => toHex((await next.logKey(log)).keyId),
    entry: async (log) => {
      const by = await logKey(log);
      return statementEntry(dependencies, log, {
        action: 'audit.name-log-key',
        statement: { origin: by.name, keys: [by, await next.logKey(log)] },
        signer,
        by,
      });
    },
  };
};
