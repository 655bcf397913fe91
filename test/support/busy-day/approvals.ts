import { vietnamDay } from '@temkin/kernel';
import type { Asking } from './asking.ts';
import { FIRST_PARCEL } from './days-parcels.ts';
import type { IssuedParcels } from './issue.ts';
import { PHONES, STRAY, STRAY_HEADER, STRAY_PATH, TEXTS } from './texts.ts';

/** What two people must agree to: one request that nobody decides about, and one that is refused. */
export const askForApproval = async ({ call }: Asking, { revoked }: IssuedParcels): Promise<void> => {
  const shred = `/v1/parcels/${revoked.parcelId}/shred`;
  for (const reason of ['erasure-requested', 'unlawful', STRAY])
    await call('privacy-minh', 'POST', shred, { reason });
  const { approvals } = (await call('privacy-nga', 'GET', '/v1/approvals')) as {
    readonly approvals: readonly { readonly approvalId: string }[];
  };
  for (const id of [approvals[0]?.approvalId, STRAY_PATH])
    await call('privacy-nga', 'POST', `/v1/approvals/${id}/reject`);
};

/** A release: asked for, agreed to by another, made, opened by another, and what is wrong with it. */
export const release = async ({ call }: Asking): Promise<void> => {
  const { waybillNumber } = FIRST_PARCEL;
  const written = { authority: TEXTS.stray, officer: TEXTS.otherName, documentNumber: PHONES.stray };
  const newRelease = {
    ...written,
    waybillNumber,
    documentDate: '2026-11-20',
    verification: 'called-back',
    ground: 'criminal-case',
    groups: ['delivery', 'contact'],
    validUntil: vietnamDay(Date.now()),
  };
  const ask = (body: object) =>
    call('privacy-minh', 'POST', '/v1/authority-releases', body, {
      'idempotency-key': `${STRAY_HEADER}-release`,
    }) as Promise<Readonly<Record<string, string>>>;
  const { approvalId } = await ask(newRelease);
  await call('security-ha', 'POST', `/v1/approvals/${approvalId}/approve`);
  const { releaseId } = await ask(newRelease);
  for (const caseId of [releaseId, STRAY.slice(0, 64)])
    await call('privacy-nga', 'POST', '/v1/parcels/open', { waybillNumber, purpose: 'authority', caseId });
  await call('privacy-nga', 'GET', `/v1/authority-releases/${releaseId}`);
  for (const body of [
    { ...newRelease, ground: STRAY },
    { ...newRelease, [STRAY]: STRAY },
  ])
    await call('privacy-minh', 'POST', '/v1/authority-releases', body);
};
