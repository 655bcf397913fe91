import type { Asking } from './asking.ts';
import { FIRST_PARCEL } from './days-parcels.ts';
import type { IssuedParcels } from './issue.ts';
import { PHONES, STRAY } from './texts.ts';

/** Reads, allowed and not; then cases, and parcels without their labels. */
export const readParcels = async ({ call }: Asking, { all, first }: IssuedParcels): Promise<void> => {
  for (const by of [
    'shipper-an',
    'shipper-binh',
    'sorter-chi',
    'auditor-khanh',
    'other-shipper',
    'support-phuc',
  ])
    for (const { token } of all)
      await call(by, 'POST', '/v1/parcels/resolve', { token, purpose: 'delivery' });
  for (const body of [
    { token: `TK1:${STRAY}`, purpose: 'delivery' },
    { token: first.token, purpose: STRAY },
    { token: first.token, purpose: 'dispute', caseId: STRAY.slice(0, 64) },
  ])
    await call('support-phuc', 'POST', '/v1/parcels/resolve', body);

  const { waybillNumber } = FIRST_PARCEL;
  const caseAbout = (kind: string, more: object = {}) =>
    call('support-lead-quynh', 'POST', '/v1/cases', {
      waybillNumber,
      kind,
      reason: 'not-delivered',
      ...more,
    }) as Promise<{ readonly caseId: string }>;
  const cases = { dispute: await caseAbout('dispute'), support: await caseAbout('support') };
  for (const more of [{ reason: STRAY }, { kind: STRAY }, { waybillNumber: STRAY }, { [STRAY]: STRAY }])
    await caseAbout('support', more);
  for (const body of [
    { waybillNumber, purpose: 'dispute', caseId: cases.dispute.caseId },
    { waybillNumber, purpose: 'support', caseId: cases.support.caseId },
    { waybillNumber, purpose: 'support', caseId: cases.support.caseId, reason: 'complaint' },
    { waybillNumber, purpose: 'support', caseId: STRAY.slice(0, 64), reason: 'complaint' },
    { waybillNumber, purpose: 'support', caseId: cases.support.caseId, reason: STRAY },
    { waybillNumber: PHONES.stray, purpose: STRAY },
  ])
    await call('support-phuc', 'POST', '/v1/parcels/open', body);
  for (const purpose of ['route', 'reprint', 'delivery'])
    await call('order-system', 'POST', '/v1/parcels/open', { parcelId: first.parcelId, purpose });
  await call('support-lead-quynh', 'POST', `/v1/cases/${cases.support.caseId}/close`);
};
