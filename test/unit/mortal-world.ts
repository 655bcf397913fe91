import { createWriter, fromEntry, recorder, type OcsfEvent } from '@temkin/audit-event';
import { eventIds, systemRandom, toHex } from '@temkin/kernel';
import { custodyStore, parcelStore, shredDue } from '@temkin/parcel';
import { CLOSED_STATES, type Place, type Service } from '@temkin/parcel/domain';
import { bytesOf, keyOf, type Key, type Table } from '@temkin/storage';
import { createHash } from 'node:crypto';
import { memoryTable } from '../support/memory-table.ts';
import { testClock } from '../support/test-clock.ts';
import { MONDAY, preparedParcel, scanRecord } from './prepared-parcel.ts';

const TENANT = 'ems';

const indexed = () => ({ indexKeyId: 'k', phoneHash: toHex(systemRandom(16)) });

const ORDER_SYSTEM = {
  principal: { tenant: TENANT, id: 'tms', client: 'tms', roles: ['order-system'] },
  reliedOn: [],
} as const;

/** What is left of a parcel. */
export interface Left {
  readonly state: string | undefined;
  readonly labelKey: boolean;
  readonly subjectKey: boolean;
  readonly escrow: boolean;
  readonly phones: number;
  readonly scans: number;
}

/** Parcels in memory, what happens to them by the store's own writes, and the sweep that acts for time. */
export const mortalWorld = (wrap: (table: Table) => Table = (table) => table) => {
  const memory = memoryTable();
  const clock = testClock(MONDAY);
  const store = { ...parcelStore(memory), ...custodyStore(memory) };
  const recording = (table: Table) =>
    recorder({
      table,
      clock,
      newEventId: eventIds(clock, systemRandom),
      writer: createWriter(systemRandom, clock),
      actors: { of: async (tenant, actor) => `${tenant}/${actor}` },
      sha256: (bytes) => createHash('sha256').update(bytes).digest(),
    });
  const events = recording(memory);
  const faulty = wrap(memory);
  const sweep = shredDue({ table: faulty, recorder: recording(faulty), clock });

  const commit = async (
    action: 'parcel.issue' | 'custody.record' | 'parcel.revoke',
    pseudonym: string,
    writes: Parameters<typeof events.commit>[2],
  ) => {
    const draft = { action, outcome: 'allowed', resources: [{ type: 'parcel', pseudonym }] } as const;
    const recorded = await events.commit(ORDER_SYSTEM, draft, writes);
    if (recorded.outcome !== 'committed') throw new Error(`the world’s own ${action} was refused`);
  };

  const has = async (key: Key) => (await memory.get(key)) !== undefined;

  const issue = async (service: Service) => {
    const [tenant, issuedAt] = [TENANT, clock.now()];
    const pseudonym = `of-${toHex(systemRandom(16))}`;
    const phones = { recipient: indexed(), sender: indexed() };
    const prepared = preparedParcel({ service, issuedAt, pseudonym, phones });
    const { parcelId, labelId } = prepared.parcel;
    await commit('parcel.issue', pseudonym, {
      writes: (receipt) => store.issueWrites(tenant, 'tms', prepared, receipt),
    });

    const alive = async () => {
      const parcel = await store.parcel(tenant, parcelId);
      return parcel === undefined || parcel.state === 'shredded' ? undefined : parcel;
    };
    return {
      parcelId,
      labelId,
      pseudonym,
      issuedAt,

      /** Records a scan that makes a state; nothing where the parcel is closed. */
      scan: async (state: Place['state']): Promise<boolean> => {
        const parcel = await alive();
        if (parcel === undefined || CLOSED_STATES.includes(parcel.state)) return false;
        const labelKeys = await store.livingLabelKeys(tenant, parcel);
        const at = clock.now();
        await commit('custody.record', pseudonym, {
          writes: ({ eventId }) =>
            store.custodyWrites(
              tenant,
              parcel,
              { place: { state }, movedAt: at, labelKeys },
              scanRecord({ state }, at, parcel.reliedOn.version, eventId),
            ),
        });
        return true;
      },

      revoke: async (): Promise<boolean> => {
        const parcel = await alive();
        const label = await store.label(tenant, labelId);
        if (parcel === undefined || label === undefined || CLOSED_STATES.includes(parcel.state)) return false;
        const labelKeys = await store.livingLabelKeys(tenant, parcel);
        const revokedAt = clock.now();
        await commit('parcel.revoke', pseudonym, {
          writes: ({ eventId }) =>
            store.revokeWrites(tenant, parcel, label, labelKeys, { eventId, revokedAt }),
        });
        return true;
      },

      left: async (): Promise<Left> => ({
        state: (await store.parcel(tenant, parcelId))?.state,
        labelKey: await has(keyOf('parcel-keys', 'labelKey', { tenant, labelId })),
        subjectKey: await has(keyOf('parcel-keys', 'subjectKey', { tenant, parcelId })),
        escrow: await has(keyOf('parcel-escrow', 'escrow', { tenant, parcelId })),
        phones: memory
          .items()
          .filter(({ key }) => key.sort === `parcel#${parcelId}` && key.partition.startsWith('PH#')).length,
        scans: (await store.custodyTrail(tenant, parcelId)).length,
      }),

      item: () => memory.get(keyOf('parcels', 'parcel', { tenant, parcelId })),
    };
  };

  return {
    memory,
    clock,
    issue,
    sweep: () => sweep({ deadlineMilliseconds: clock.now() + 1_000_000_000 }),
    /** Notes of what is due, whenever. */
    notes: (): readonly string[] =>
      memory
        .items()
        .filter(({ key }) => /^DUE#\d/.test(key.partition))
        .map(({ key }) => `${key.partition} ${key.sort}`),
    events: (): readonly OcsfEvent[] =>
      memory
        .items()
        .filter(({ key }) => key.table === 'outbox')
        .map(({ item }) => fromEntry(bytesOf(item, 'entry'))),
  };
};

export type MortalParcel = Awaited<ReturnType<ReturnType<typeof mortalWorld>['issue']>>;
