import { newParcel, type Issued } from './parcels.ts';
import type { TestSystem } from './system.ts';

/** A parcel under a new label, as re-issuing answers it. */
export interface Reissued extends Issued {
  readonly formerLabelUntil?: string;
}

/** The body that re-issues a parcel: what `newParcel` says, under its waybill number. */
export const reissueBody = (
  { waybillNumber }: Pick<Issued, 'waybillNumber'>,
  overrides: Readonly<Record<string, unknown>> = {},
) => ({ ...newParcel(overrides), waybillNumber });

/** Asks for a new label of a parcel. */
export const askReissue = (
  system: Pick<TestSystem, 'as'>,
  parcel: Pick<Issued, 'parcelId' | 'waybillNumber'>,
  overrides: Readonly<Record<string, unknown>> = {},
  key?: string,
): Promise<Response> =>
  system
    .as('order-system')
    .post(
      `/v1/parcels/${parcel.parcelId}/reissue`,
      reissueBody(parcel, overrides),
      key === undefined ? {} : { 'idempotency-key': key },
    );

/** Gives a parcel a new label; throws where it is refused. */
export const reissue = async (
  system: Pick<TestSystem, 'as'>,
  parcel: Pick<Issued, 'parcelId' | 'waybillNumber'>,
  overrides: Readonly<Record<string, unknown>> = {},
): Promise<Reissued> => {
  const answer = await askReissue(system, parcel, overrides);
  const body = (await answer.json()) as Reissued & { readonly code?: string };
  if (answer.status !== 201) throw new Error(`not re-issued: ${answer.status} ${body.code}`);
  return body;
};
