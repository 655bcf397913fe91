import type { Asking } from './asking.ts';
import { FIRST_PARCEL } from './days-parcels.ts';
import type { IssuedParcels } from './issue.ts';
import { ASKED, PHONES, STRAY, STRAY_PATH, TEXTS } from './texts.ts';

/** Shifts of nobody, and the questions of an auditor. */
export const audit = async ({ call }: Asking, { first }: IssuedParcels): Promise<void> => {
  await call('desk-em', 'POST', '/v1/shifts', { shipper: STRAY.slice(0, 64), facility: 'HN-BA-DINH' });
  await call('desk-em', 'POST', '/v1/shifts', { shipper: 'shipper-an', facility: STRAY.slice(0, 64) });
  await call('desk-em', 'POST', `/v1/shifts/${STRAY_PATH}/close`);
  for (const query of [
    { parcelId: first.parcelId },
    { waybillNumber: PHONES.stray },
    { waybillNumber: FIRST_PARCEL.waybillNumber },
    { action: TEXTS.stray },
    { actor: STRAY },
    { subject: ASKED.subject },
    { actor: ASKED.actor },
    { [STRAY]: 1 },
  ])
    await call('auditor-khanh', 'POST', '/v1/audit/queries', query);
  for (const caseId of ['0'.repeat(32), STRAY])
    await call('auditor-khanh', 'POST', '/v1/audit/unmask', { pseudonym: ASKED.actor, caseId });
  await call('auditor-khanh', 'GET', `/v1/audit/events/${STRAY_PATH}`);
  await call('staff-admin-lan', 'GET', `/v1/staff?cursor=${STRAY_PATH}`);
};
