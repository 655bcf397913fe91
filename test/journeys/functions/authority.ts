import { vietnamDay } from '@temkin/kernel';
import { expect, it } from 'vitest';
import { agreed } from '../../support/approvals.ts';
import { codeOf } from '../../support/answer-codes.ts';
import type { Deployment } from '../../support/deployment.ts';
import { issue, newParcel } from '../../support/parcels.ts';

/** What an authority is shown. */
export const authority = (system: Deployment): void => {
  it('opens what two people released to an authority, by a function that can release nothing', async () => {
    const { parcelId } = await issue(system, newParcel());
    const asked = {
      parcelId,
      authority: 'Công an quận Ba Đình',
      officer: 'Trịnh Văn Lộc',
      documentNumber: '1207/CV',
      documentDate: '2026-11-20',
      verification: 'called-back',
      ground: 'criminal-case',
      groups: ['contact'],
      validUntil: vietnamDay(Date.now()),
    };
    const by = 'privacy-minh';
    const made = await agreed(system, () =>
      system.as(by).post('/v1/authority-releases', asked, { 'idempotency-key': 'functions-release-1' }),
    );
    expect(made.status).toBe(201);
    const { releaseId } = (await made.json()) as { readonly releaseId: string };
    const open = () =>
      system
        .as('privacy-nga')
        .post('/v1/parcels/open', { parcelId, purpose: 'authority', caseId: releaseId });
    expect(await (await open()).json()).toMatchObject({
      groups: ['contact'],
      fields: { recipient: { phone: '+84912345678' }, sender: { phone: '+84987654321' } },
    });
    expect((await system.as(by).get(`/v1/authority-releases/${releaseId}`)).status).toBe(200);
    expect((await system.as(by).post(`/v1/authority-releases/${releaseId}/close`)).status).toBe(200);
    expect(await codeOf(await open())).toBe('PARCEL.CASE_UNKNOWN');
  });
};
