import type { Asking } from './asking.ts';
import { COMMUNE, FIRST_PARCEL, NOWHERE } from './days-parcels.ts';
import type { Issued, IssuedParcels } from './issue.ts';
import { PHONES, STRAY, STRAY_KEY, TEXTS } from './texts.ts';

/** Amendments, and what is wrong with them. */
export const amendParcel = async ({ call }: Asking, { first }: IssuedParcels): Promise<void> => {
  const amendments = `/v1/parcels/${first.parcelId}/amendments`;
  await call('order-system', 'POST', amendments, {
    recipient: {
      address: { street: TEXTS.amendedStreet, communeCode: COMMUNE },
      phone: PHONES.amended,
    },
    substitute: { name: TEXTS.substitute },
    deliveryWindow: { from: '2999-01-01T08:00:00Z', to: '2999-01-01T09:00:00Z' },
    codAmountVnd: 310_000,
    handlingNote: TEXTS.amendedNote,
  });
  for (const body of [
    { handlingNote: TEXTS.amendedNote, caseId: STRAY.slice(0, 64) },
    { recipient: { phone: STRAY } },
    { recipient: { address: { street: STRAY, communeCode: '99999' } } },
    { [STRAY]: STRAY },
  ])
    for (const by of ['order-system', 'support-phuc', 'desk-em']) await call(by, 'POST', amendments, body);
};

/** A new label while the former is on the road, and what is wrong with one. Answers the new one. */
export const reissueParcel = async ({ call }: Asking, { first }: IssuedParcels): Promise<Issued> => {
  const anew = {
    ...FIRST_PARCEL,
    recipient: {
      name: TEXTS.newName,
      phone: PHONES.renewed,
      address: { street: TEXTS.newStreet, communeCode: COMMUNE },
    },
    handlingNote: TEXTS.newNote,
  };
  const reissue = `/v1/parcels/${first.parcelId}/reissue`;
  const second = (await call('order-system', 'POST', reissue, anew, STRAY_KEY)) as Issued;
  await call('order-system', 'POST', reissue, anew, STRAY_KEY);
  for (const wrong of [
    { ...anew, waybillNumber: PHONES.stray },
    { ...anew, [STRAY]: STRAY },
    { ...anew, recipient: NOWHERE },
  ])
    await call('order-system', 'POST', reissue, wrong);
  await call('shipper-an', 'POST', '/v1/parcels/resolve', { token: first.token, purpose: 'delivery' });
  return second;
};
