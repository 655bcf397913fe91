import type { Asking } from './asking.ts';
import { FIRST_PARCEL, NOWHERE, OTHER_PARCELS } from './days-parcels.ts';
import { STRAY, STRAY_KEY } from './texts.ts';

/** A parcel as issuing answers it. */
export interface Issued {
  readonly parcelId: string;
  readonly waybillNumber: string;
  readonly token: string;
}

/** The parcels of the day, by what becomes of them. */
export interface IssuedParcels {
  readonly all: readonly Issued[];
  readonly first: Issued;
  /** By the shipper who has it already. */
  readonly claimed: Issued;
  /** At a facility. */
  readonly lying: Issued;
  /** To a neighbour. */
  readonly handedOver: Issued;
  readonly revoked: Issued;
}

/** Issue, again, and what is wrong with it. */
export const issueParcels = async ({ call }: Asking): Promise<IssuedParcels> => {
  const first = (await call('order-system', 'POST', '/v1/parcels', FIRST_PARCEL, STRAY_KEY)) as Issued;
  await call('order-system', 'POST', '/v1/parcels', FIRST_PARCEL, STRAY_KEY);
  await call('order-system', 'POST', '/v1/parcels', { ...FIRST_PARCEL, handlingNote: STRAY }, STRAY_KEY);
  await call('order-system', 'POST', '/v1/parcels', FIRST_PARCEL);
  const { results } = (await call('order-system', 'POST', '/v1/parcels/batch', {
    parcels: [...OTHER_PARCELS, { [STRAY]: STRAY }],
  })) as {
    readonly results: readonly { readonly parcel?: Issued }[];
  };
  const all = [first, ...results.flatMap(({ parcel }) => parcel ?? [])];
  for (const wrong of [
    { ...FIRST_PARCEL, [STRAY]: STRAY },
    { ...FIRST_PARCEL, waybillNumber: STRAY },
    { ...FIRST_PARCEL, kind: STRAY, service: STRAY, sortCode: STRAY },
    { ...FIRST_PARCEL, goods: STRAY },
    { ...FIRST_PARCEL, recipient: NOWHERE },
    STRAY,
    `{"name": "${STRAY}`,
  ])
    await call('order-system', 'POST', '/v1/parcels', wrong);

  const [, claimed, lying, handedOver, , revoked] = all;
  if (!claimed || !lying || !handedOver || !revoked) throw new Error('a parcel of the day was not issued');
  return { all, first, claimed, lying, handedOver, revoked };
};
