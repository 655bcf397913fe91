import type { Clock } from '@temkin/kernel';
import type { ParcelReads } from '../store/parcel-reads.ts';

/**
 * Who a parcel is in the log: for auditors who ask by parcel id or waybill number. Of a shredded one nobody knows any more:
 * the key is dead that its pseudonym was made with.
 */
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
    const parcel = parcelId === undefined ? undefined : await store.parcel(tenant, parcelId);
    return parcel === undefined || parcel.state === 'shredded' ? undefined : parcel.pseudonym;
  };
