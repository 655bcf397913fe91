import { createWriter, fromEntry, recorder, type OcsfEvent } from '@temkin/audit-event';
import { eventIds, systemRandom, toHex } from '@temkin/kernel';
import { shredDue } from '@temkin/parcel';
import { bytesOf, keyOf, type Table, type Write } from '@temkin/storage';
import { createHash } from 'node:crypto';
import { duePut } from '../../packages/capabilities/parcel/src/store/due-keys.ts';
import { memoryTable } from '../support/memory-table.ts';
import { testClock } from '../support/test-clock.ts';

/** Noon of a Monday in Hà Nội, in seconds. */
export const START_SECONDS = Date.parse('2026-11-23T12:00:00+07:00') / 1_000;

export const HOUR_SECONDS = 3_600;

export interface DyingLabel {
  readonly tenant: string;
  readonly labelId: string;
  readonly pseudonym: string;
  readonly dueAtSeconds: number;
}

/** Where a label's key is. */
export const keyKey = ({ tenant, labelId }: DyingLabel) =>
  keyOf('parcel-keys', 'labelKey', { tenant, labelId });

/** The write that notes when a label's key dies. */
export const dueWrite = (label: DyingLabel) => duePut({ ...label, parcelId: '0'.repeat(32) });

/** Label keys in memory, a clock that goes on by a millisecond whenever it is asked, and the shredder over both. */
export const shreddingWorld = (wrap: (table: Table) => Table = (table) => table) => {
  const memory = memoryTable();
  const table = wrap(memory);
  const clock = testClock(START_SECONDS * 1_000);
  const events = recorder({
    table,
    clock,
    newEventId: eventIds(clock, systemRandom),
    writer: createWriter(systemRandom, clock),
    actors: {
      of: async (tenant, actor) => {
        if (tenant === 'locked') throw new Error('an actor key cannot be opened');
        return `${tenant}/${actor}`;
      },
    },
    sha256: (bytes) => createHash('sha256').update(bytes).digest(),
  });
  const shred = shredDue({ table, recorder: events, clock });

  return {
    memory,
    clock,

    /** Makes a label key that dies so many hours from the start; in the shard of that last digit, where it is said. */
    label: async (hours: number, tenant = 'ems', shard?: string): Promise<DyingLabel> => {
      const id = toHex(systemRandom(8));
      const labelId = shard === undefined ? id : id.slice(0, -1) + shard;
      const dueAtSeconds = START_SECONDS + hours * HOUR_SECONDS;
      const label = { tenant, labelId, pseudonym: `of-${labelId}`, dueAtSeconds };
      const key: Write = { kind: 'put', key: keyKey(label), item: { expiresAtSeconds: dueAtSeconds } };
      await memory.transact([key, dueWrite(label)], labelId);
      return label;
    },

    /** Runs the shredder for so many milliseconds: asking the time costs one. */
    run: (milliseconds = 1_000_000, signal?: AbortSignal) =>
      shred({
        deadlineMilliseconds: clock.now() + milliseconds,
        ...(signal !== undefined && { signal }),
      }),

    isAlive: async (label: DyingLabel): Promise<boolean> => (await memory.get(keyKey(label))) !== undefined,
    isDue: async (label: DyingLabel): Promise<boolean> =>
      (await memory.get(dueWrite(label).key)) !== undefined,

    events: (): readonly OcsfEvent[] =>
      memory
        .items()
        .filter(({ key }) => key.table === 'outbox')
        .map(({ item }) => fromEntry(bytesOf(item, 'entry'))),
  };
};
