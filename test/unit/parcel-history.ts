import { fromEntry, outboxPut, toEntry, toOcsf, type EventDraft, type OcsfEvent } from '@temkin/audit-event';
import { eventIds, systemRandom, toHex, type Receipt } from '@temkin/kernel';
import { custodyStore, parcelStore } from '@temkin/parcel';
import { CLOSED_STATES, type Case } from '@temkin/parcel/domain';
import { caseStore } from '../../packages/capabilities/parcel/src/store/case-store.ts';
import { bytesOf, keyOf, type StoredItem, type Write } from '@temkin/storage';
import { shredWrites } from '../../packages/capabilities/parcel/src/store/due-keys.ts';
import { clearTrail, shredParcelWrites } from '../../packages/capabilities/parcel/src/store/shred-writes.ts';
import { memoryTable } from '../support/memory-table.ts';
import { MONDAY, preparedParcel, scanRecord, wrappedKey } from './prepared-parcel.ts';

/** Parcels in memory and what happens to them, each change written by the store's own writes with its event. */
export const parcelHistory = () => {
  const memory = memoryTable();
  const store = { ...parcelStore(memory), ...custodyStore(memory) };
  const cases = caseStore(memory);
  let events = 0;
  /** In order, as ids of events are that are a millisecond apart. */
  const newEventId = eventIds({ now: () => MONDAY + events++ }, systemRandom);

  const commit = async (
    tenant: string,
    draft: Omit<EventDraft, 'outcome'>,
    writes: (receipt: Receipt) => readonly Write[],
  ): Promise<boolean> => {
    const eventId = newEventId();
    const head = {
      eventId,
      time: MONDAY,
      tenant,
      actor: { pseudonym: 'actor', roles: [] },
      writer: { session: 's', n: 0, void: [] },
    };
    const entry = toEntry(toOcsf(head, { ...draft, outcome: 'allowed' }));
    const put = outboxPut(tenant, eventId, entry);
    const verdict = await memory.transact([...writes({ eventId, leaf: 'leaf' }), put], eventId);
    return verdict.outcome === 'committed';
  };

  /** A parcel with all its items; its pseudonym is chosen, so that two tenants can have the same. */
  const issue = async (tenant: string, pseudonym: string) => {
    const resources = [{ type: 'parcel', pseudonym }];
    const prepared = preparedParcel({ pseudonym });
    const { parcelId, labelId } = prepared.parcel;
    const dueSeconds = prepared.labelKeyExpiresAtSeconds;
    await commit(tenant, { action: 'parcel.issue', resources }, (receipt) =>
      store.issueWrites(tenant, 'order-system', prepared, receipt),
    );

    /** The parcel with its label and what is alive of its keys; undefined once it is shredded. */
    const found = async () => {
      const parcel = await store.parcel(tenant, parcelId);
      if (parcel?.state === 'shredded') return undefined;
      const label = parcel && (await store.label(tenant, parcel.labelId));
      if (parcel === undefined || label === undefined) throw new Error('the parcel is lost');
      return { parcel, label, labelKeys: await store.livingLabelKeys(tenant, parcel) };
    };
    const scan = async (state: 'at-facility' | 'delivered'): Promise<void> => {
      const { parcel, labelKeys } = (await found()) ?? {};
      if (parcel === undefined || labelKeys === undefined || CLOSED_STATES.includes(parcel.state)) return;
      const place =
        state === 'delivered' ? { state } : ({ state, holder: { type: 'facility', id: 'HN-1' } } as const);
      const change = state === 'delivered' ? state : 'arrived';
      await commit(tenant, { action: 'custody.record', resources, change }, ({ eventId }) =>
        store.custodyWrites(
          tenant,
          parcel,
          { place, movedAt: MONDAY, labelKeys },
          scanRecord(place, MONDAY, parcel.reliedOn.version, eventId),
        ),
      );
    };
    return {
      tenant,
      parcelId,
      labelId,
      pseudonym,

      move: (): Promise<void> => scan('at-facility'),

      deliver: (): Promise<void> => scan('delivered'),

      read: (): Promise<boolean> => commit(tenant, { action: 'parcel.resolve', resources }, () => []),

      collect: async (shipper?: string): Promise<boolean> => {
        const { parcel } = (await found()) ?? {};
        if (parcel === undefined) return false;
        const action = shipper === undefined ? 'collection.cancel' : 'collection.assign';
        const version = parcel.reliedOn.version + 1;
        const of = resources.map((one) => ({ ...one, version }));
        return commit(tenant, { action, resources: of }, ({ eventId }) =>
          store.collectionWrites(tenant, parcel, shipper, eventId),
        );
      },

      revoke: async (): Promise<void> => {
        const { parcel, label, labelKeys } = (await found()) ?? {};
        if (parcel === undefined || label === undefined || labelKeys === undefined) return;
        if (parcel.state === 'revoked') return;
        await commit(tenant, { action: 'parcel.revoke', resources, change: 'cancelled' }, ({ eventId }) =>
          store.revokeWrites(tenant, parcel, label, labelKeys, { eventId, revokedAt: MONDAY }),
        );
      },

      /** A new label; the former one is dead, or superseded. */
      reissue: async (how: 'dead' | 'superseded' = 'dead'): Promise<void> => {
        const { parcel, label, labelKeys } = (await found()) ?? {};
        if (parcel === undefined || label === undefined || labelKeys === undefined) return;
        if (CLOSED_STATES.includes(parcel.state)) return;
        const key = labelKeys.find((one) => one.labelId === label.labelId);
        const stays = how === 'superseded' && key !== undefined;
        const version = parcel.reliedOn.version + 1;
        const of = resources.map((one) => ({ ...one, version }));
        await commit(tenant, { action: 'parcel.reissue', resources: of }, (receipt) =>
          store.reissueWrites(
            tenant,
            parcel,
            {
              label: { ...prepared.label, labelId: toHex(systemRandom(8)) },
              labelKey: wrappedKey(),
              labelKeyExpiresAtSeconds: dueSeconds,
              escrow: prepared.escrow,
              phones: prepared.parcel.phones,
              routing: { communeCode: '00008' },
              retainedUntilSeconds: parcel.retainedUntil / 1_000,
              ...(stays && {
                staying: { label, key, untilSeconds: MONDAY / 1_000 + 86_400, replacement: {} },
              }),
              dying: {
                labels: stays ? [] : [label],
                keys: labelKeys.filter((one) => !stays || one !== key),
              },
            },
            receipt,
          ),
        );
      },

      /** The key of a label dies that another has replaced. */
      shredSuperseded: async (): Promise<void> => {
        const { labelKeys = [] } = (await found()) ?? {};
        const keys = labelKeys.filter(({ isSuperseded }) => isSuperseded === true);
        if (keys.length === 0) return;
        await commit(tenant, { action: 'parcel.shred', resources, change: 'superseded-label-key' }, () =>
          shredWrites(keys, dueSeconds),
        );
      },

      /** The label's key dies. */
      shredKey: async (): Promise<void> => {
        const { labelKeys = [] } = (await found()) ?? {};
        if (labelKeys.length === 0) return;
        await commit(tenant, { action: 'parcel.shred', resources, change: 'label-key' }, () =>
          shredWrites(labelKeys, dueSeconds),
        );
      },

      /** Everything dies. */
      shred: async (): Promise<void> => {
        const { parcel, labelKeys } = (await found()) ?? {};
        if (parcel === undefined || labelKeys === undefined) return;
        await commit(tenant, { action: 'parcel.shred', resources, change: 'parcel' }, ({ eventId }) =>
          shredParcelWrites(tenant, parcel, labelKeys, { eventId, shreddedAt: MONDAY }),
        );
        await clearTrail(memory)(tenant, parcelId);
      },
    };
  };

  /** An open case about no parcel in particular; its id is chosen, so that two tenants can have the same. */
  const openCase = async (tenant: string, caseId: string) => {
    const opened: Case = {
      caseId,
      parcelId: '0'.repeat(32),
      kind: 'dispute',
      reason: 'lost',
      state: 'open',
      openedBy: 'lead',
      openedAt: MONDAY,
    };
    const resources = [{ type: 'case', pseudonym: caseId }];
    await commit(tenant, { action: 'case.open', resources }, (receipt) =>
      cases.openWrites(tenant, opened, receipt),
    );
    return {
      key: keyOf('parcels', 'case', { tenant, caseId }),
      close: (): Promise<boolean> =>
        commit(tenant, { action: 'case.close', resources }, () => cases.closeWrites(tenant, opened, MONDAY)),
    };
  };

  return {
    issue,
    openCase,
    /** The tables of parcels as they are now. */
    backup: (): readonly StoredItem[] => memory.items().filter(({ key }) => key.table !== 'outbox'),
    /** What is on record by now, in no particular order. */
    events: (): readonly OcsfEvent[] =>
      memory
        .items()
        .filter(({ key }) => key.table === 'outbox')
        .map(({ item }) => fromEntry(bytesOf(item, 'entry'))),
  };
};

export type HistoricalParcel = Awaited<ReturnType<ReturnType<typeof parcelHistory>['issue']>>;
