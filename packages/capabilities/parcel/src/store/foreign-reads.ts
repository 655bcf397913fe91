import { keyOf, numberOf, textsOf, type Table, type Write } from '@temkin/storage';

/** The distinct parcels outside the own custody that a shipper tried to read in one day. */
export interface ForeignReads {
  readonly parcelIds: readonly string[];
  readonly version: number;
}

const DAY_SECONDS = 86_400;

const key = (tenant: string, shipper: string, day: string) =>
  keyOf('parcels', 'foreignReads', { tenant, shipper, day });

/** The memory behind the read quota: one small item per shipper and day. */
export const foreignReadStore = (table: Table) => {
  return {
    foreignReads: async (tenant: string, shipper: string, day: string): Promise<ForeignReads> => {
      const item = await table.get(key(tenant, shipper, day));
      return item === undefined
        ? { parcelIds: [], version: 0 }
        : { parcelIds: textsOf(item, 'parcelIds'), version: numberOf(item, 'version') };
    },

    /** Refused where another request added to the day's list meanwhile. */
    addForeignRead: (
      tenant: string,
      shipper: string,
      day: string,
      reads: ForeignReads,
      parcelId: string,
    ): Write => ({
      kind: 'put',
      key: key(tenant, shipper, day),
      item: {
        parcelIds: [...reads.parcelIds, parcelId],
        version: reads.version + 1,
        expiresAtSeconds: Date.parse(day) / 1_000 + 2 * DAY_SECONDS,
      },
      condition: reads.version === 0 ? 'absent' : [{ attribute: 'version', is: 'equal', to: reads.version }],
    }),
  };
};

export type ForeignReadStore = ReturnType<typeof foreignReadStore>;
