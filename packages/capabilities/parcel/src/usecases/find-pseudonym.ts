import type { Clock } from '@temkin/kernel';
import type { ParcelReads } from '../store/parcel-reads.ts';

/** Who a parcel is in the log: for auditors who ask by parcel id or waybill number. */
export const findPseudonym =
  ({
    store,
    clock,
  }: {
    readonly store: Pick<ParcelReads, 'parcel' | 'parcelIdOfWaybill'>;
    readonly clock: Clock;
  }) =>
  async (
    tenant: string,
    name: { readonly parcelId: string } | { readonly waybillNumber: string },
  ): Promise<string | undefined> => {
    const parcelId =
      'parcelId' in name
        ? name.parcelId
        : await store.parcelIdOfWaybill(tenant, name.waybillNumber, clock.now());
    return parcelId === undefined ? undefined : (await store.parcel(tenant, parcelId))?.pseudonym;
  };
