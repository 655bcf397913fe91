import type { WrappedKey } from '@temkin/crypto';
import { keyOf, numberOf, relyOn, textOf, type Item, type Table } from '@temkin/storage';
import type { CustodyRecord, Parcel, Read, ShreddedParcel } from '../domain/index.ts';
import { fromCustodyItem } from './custody-item.ts';
import type { DueLabelKey } from './due-keys.ts';
import { fromLabelItem, toWrappedKey, type Label } from './label-item.ts';
import { fromParcelItem, fromShreddedItem } from './parcel-item.ts';

/** Custody events of one parcel that are read at most; a parcel that travels further is a parcel to look into. */
const TRAIL_LIMIT = 1_000;

const parcelKey = (tenant: string, parcelId: string) => keyOf('parcels', 'parcel', { tenant, parcelId });

const readParcel = (tenant: string, item: Item): Read<Parcel> => {
  const parcel = fromParcelItem(item);
  return { ...parcel, reliedOn: relyOn(parcelKey(tenant, parcel.parcelId), numberOf(item, 'version')) };
};

/** Reads of parcels, their labels, keys and custody. */
export const parcelReads = (table: Table) => ({
  parcel: async (tenant: string, parcelId: string): Promise<Read<Parcel> | ShreddedParcel | undefined> => {
    const item = await table.get(parcelKey(tenant, parcelId));
    return item && (fromShreddedItem(item) ?? readParcel(tenant, item));
  },

  label: async (tenant: string, labelId: string): Promise<Read<Label> | undefined> => {
    const item = await table.get(keyOf('parcels', 'label', { tenant, labelId }));
    return item && fromLabelItem(tenant, labelId, item);
  },

  /** The parcel that a waybill number names now; an expired number names none. */
  parcelIdOfWaybill: async (tenant: string, waybillNumber: string, nowMilliseconds: number) => {
    const item = await table.get(keyOf('parcels', 'waybill', { tenant, waybillNumber }));
    return item === undefined || numberOf(item, 'expiresAtSeconds') * 1_000 <= nowMilliseconds
      ? undefined
      : textOf(item, 'parcelId');
  },

  /** The wrapped label key; undefined once it is destroyed or past its last day. */
  labelKey: async (
    tenant: string,
    labelId: string,
    nowMilliseconds: number,
  ): Promise<WrappedKey | undefined> => {
    const item = await table.get(keyOf('parcel-keys', 'labelKey', { tenant, labelId }));
    return item === undefined || numberOf(item, 'expiresAtSeconds') * 1_000 <= nowMilliseconds
      ? undefined
      : toWrappedKey(item);
  },

  /** The wrapped subject key; undefined once it is destroyed or past its last day. */
  subjectKey: async (
    tenant: string,
    parcelId: string,
    nowMilliseconds: number,
  ): Promise<WrappedKey | undefined> => {
    const item = await table.get(keyOf('parcel-keys', 'subjectKey', { tenant, parcelId }));
    return item === undefined || numberOf(item, 'expiresAtSeconds') * 1_000 <= nowMilliseconds
      ? undefined
      : toWrappedKey(item);
  },

  /** The keys of the parcel's labels that are not destroyed yet, and when each dies. */
  livingLabelKeys: async (
    tenant: string,
    {
      parcelId,
      labelId: current,
      superseded,
      pseudonym,
    }: Pick<Parcel, 'parcelId' | 'labelId' | 'superseded' | 'pseudonym'>,
  ): Promise<readonly DueLabelKey[]> => {
    const labelIds = [current, ...(superseded === undefined ? [] : [superseded.labelId])];
    const items = await Promise.all(
      labelIds.map((labelId) => table.get(keyOf('parcel-keys', 'labelKey', { tenant, labelId }))),
    );
    return labelIds.flatMap((labelId, at): readonly DueLabelKey[] => {
      const item = items[at];
      if (item === undefined) return [];
      const dueAtSeconds = numberOf(item, 'expiresAtSeconds');
      const isSuperseded = labelId !== current && ({ isSuperseded: true } as const);
      return [{ tenant, labelId, parcelId, pseudonym, ...isSuperseded, dueAtSeconds }];
    });
  },

  /** Until when everything of a parcel is kept, in seconds since the epoch; undefined once it is destroyed or past that. */
  retainedUntilSeconds: async (
    tenant: string,
    parcelId: string,
    nowMilliseconds: number,
  ): Promise<number | undefined> => {
    const item = await table.get(keyOf('parcel-keys', 'subjectKey', { tenant, parcelId }));
    const lastSeconds = item && numberOf(item, 'expiresAtSeconds');
    return lastSeconds === undefined || lastSeconds * 1_000 <= nowMilliseconds ? undefined : lastSeconds;
  },

  custodyRecord: async (
    tenant: string,
    parcelId: string,
    custodyEventId: string,
  ): Promise<CustodyRecord | undefined> => {
    const item = await table.get(keyOf('parcels', 'custodyEvent', { tenant, parcelId, custodyEventId }));
    return item && fromCustodyItem(item);
  },

  /** The custody trail, in no particular order. */
  custodyTrail: async (tenant: string, parcelId: string): Promise<readonly CustodyRecord[]> => {
    const { partition } = parcelKey(tenant, parcelId);
    const records: CustodyRecord[] = [];
    let after: string | undefined;
    do {
      const page = await table.query({
        table: 'parcels',
        partition,
        prefix: 'custody#',
        limit: TRAIL_LIMIT,
        ...(after !== undefined && { after }),
      });
      records.push(...page.items.map(({ item }) => fromCustodyItem(item)));
      after = page.next;
    } while (after !== undefined && records.length < TRAIL_LIMIT);
    return records;
  },
});

export type ParcelReads = ReturnType<typeof parcelReads>;
