import { logKeys, type Sequenced } from '@temkin/audit';
import type { LogToVerify, Witness } from '@temkin/audit/domain';
import { outboxPut, toEntry, toOcsf } from '@temkin/audit-event';
import { logSequencer } from '@temkin/composition';
import type { Signer } from '@temkin/crypto';
import { eventIds, systemRandom } from '@temkin/kernel';
import type { VerifierKey } from '@temkin/tlog';
import { memoryBlobs } from './command-line.ts';
import { memorySigner } from './memory-signer.ts';
import { memoryTable } from './memory-table.ts';
import { sha256 } from './sha256.ts';
import type { LogFiles } from './small-log.ts';
import { testClock } from './test-clock.ts';

const [TENANT, PREFIX] = ['ems', 'log.example'];

/** The key of a year's log where this signer signs it. */
const keyOf = (signer: Signer, year: string): Promise<VerifierKey> =>
  logKeys({ signer, sha256, prefix: PREFIX })({ tenant: TENANT, year });

/** A company's logs from year to year, as the sequencer makes them, with signers that the test changes. */
export const logsOfYears = () => {
  const [table, blobs, clock] = [memoryTable(), memoryBlobs(), testClock(0)];
  const signers: { inUse: Signer; next?: Signer } = { inUse: memorySigner() };
  const witnesses: Witness[] = [];
  const witnessings: string[] = [];
  const newEventId = eventIds(clock, systemRandom);

  /** A process that sequences, and asks witnesses once nothing waits. */
  const sequencer = () => {
    const { sequence, witness } = logSequencer({
      table,
      blobs,
      clock,
      random: systemRandom,
      prefix: PREFIX,
      signer: signers.inUse,
      ...(signers.next !== undefined && { nextSigner: signers.next }),
      witnesses,
      onWitnessing: (_, name, { outcome }) => witnessings.push(`${name} ${outcome}`),
    });
    return async (tenant: string): Promise<Sequenced> => {
      const done = await sequence(tenant);
      return done.more ? done : { ...done, unpublished: [...done.unpublished, ...(await witness(tenant))] };
    };
  };

  /** Records events in a year, which wait for its log then. */
  const put = async (year: string, count: number): Promise<void> => {
    clock.set(Date.UTC(Number(year), 5));
    for (let made = 0; made < count; made++) {
      const eventId = newEventId();
      const head = { eventId, time: clock.now(), tenant: TENANT, actor: { pseudonym: 'YQ', roles: [] } };
      const writer = { session: '00', n: made, void: [] };
      const draft = { action: 'parcel.read', outcome: 'allowed', resources: [] } as const;
      await table.transact(
        [outboxPut(TENANT, eventId, toEntry(toOcsf({ ...head, writer }, draft)))],
        eventId,
      );
    }
  };

  const run = async (sequence = sequencer()): Promise<readonly Sequenced[]> => {
    const runs = [await sequence(TENANT)];
    while (runs.at(-1)?.more === true) runs.push(await sequence(TENANT));
    return runs;
  };

  return {
    table,
    blobs,
    clock,
    signers,
    witnesses,
    /** What came of asking them. */
    witnessings,
    keyOf,
    sequencer,
    run,
    put,

    /** Records events in a year and brings them into its log. */
    record: async (year: string, count: number, sequence = sequencer()): Promise<void> => {
      await put(year, count);
      await run(sequence);
    },

    /** What lies in the directory of a year's log. */
    files: (year: string): LogFiles =>
      new Map(
        [...blobs.stored]
          .filter(([name]) => name.startsWith(`${TENANT}/${year}/`))
          .map(([name, bytes]) => [name.slice(`${TENANT}/${year}/`.length), bytes]),
      ),

    read:
      (year: string): LogToVerify['read'] =>
      async (path) =>
        blobs.stored.get(`${TENANT}/${year}/${path}`),

    /** The log of a year, to be verified by keys. */
    log: (year: string, keys: readonly VerifierKey[]): LogToVerify => ({
      sha256,
      keys,
      read: async (path) => blobs.stored.get(`${TENANT}/${year}/${path}`),
    }),

    checkpoint: (year: string): string =>
      new TextDecoder().decode(blobs.stored.get(`${TENANT}/${year}/checkpoint`)),
  };
};

export type LogsOfYears = ReturnType<typeof logsOfYears>;
