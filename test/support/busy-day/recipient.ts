import type { Asking } from './asking.ts';
import { FIRST_PARCEL } from './days-parcels.ts';
import { PHONES, STRAY } from './texts.ts';

/** What a parcel's people see, and ask for. */
export const askAsRecipient = async ({ server, call, anybody }: Asking): Promise<void> => {
  const { waybillNumber } = FIRST_PARCEL;
  const { challengeId } = await anybody('', { waybillNumber, phone: PHONES.recipient });
  for (const body of [
    { waybillNumber, phone: PHONES.stray },
    { waybillNumber: PHONES.stray, phone: STRAY },
    { token: STRAY, phone: PHONES.stray },
  ])
    await anybody('', body);
  const [notice] = await server.notices();
  const { followUp } = await anybody(`/${challengeId}`, { code: notice?.text.slice(0, 8) });
  for (const body of [{ followUp, kind: 'complaint' }, { followUp, kind: STRAY }, { followUp: STRAY }])
    await anybody(`/${challengeId}/requests`, body);
  await anybody(`/${challengeId}`, { code: STRAY });
  await call('privacy-minh', 'GET', '/v1/subject-requests');
  for (const [phone, purpose] of [
    [PHONES.recipient, 'subject-request'],
    [PHONES.stray, 'subject-request'],
    [PHONES.stray, STRAY],
  ])
    await call('privacy-minh', 'POST', '/v1/parcels/search', { phone, purpose });
};
