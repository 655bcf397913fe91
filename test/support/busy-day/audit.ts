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
    { cursor: STRAY },
    { [STRAY]: 1 },
  ])
    for (const [path, more] of [
      ['queries', {}],
      ['exports', { format: 'jsonl' }],
      ['exports', { format: 'csv' }],
      ['exports', { format: 'ocsf' }],
      ['exports', { format: STRAY }],
      ['counts', { question: 'top-readers' }],
      ['counts', { question: STRAY }],
    ] as const)
      await call('auditor-khanh', 'POST', `/v1/audit/${path}`, { ...query, ...more });
  for (const path of [
    `events/${STRAY_PATH}`,
    `events/${STRAY_PATH}/proof`,
    `log/${STRAY_PATH}/2026/checkpoint`,
    `log/demo/2026/tile/${STRAY_PATH}`,
    `questions?${STRAY_PATH}`,
  ])
    await call('auditor-khanh', 'GET', `/v1/audit/${path}`);
  for (const caseId of ['0'.repeat(32), STRAY])
    await call('auditor-khanh', 'POST', '/v1/audit/unmask', { pseudonym: ASKED.actor, caseId });
  await call('staff-admin-lan', 'GET', `/v1/staff?cursor=${STRAY_PATH}`);
};
