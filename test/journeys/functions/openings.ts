import { openingsPerHour } from '@temkin/parcel/domain';
import { expect, it } from 'vitest';
import { codeOf } from '../../support/answer-codes.ts';
import type { Deployment } from '../../support/deployment.ts';
import { linesOf, RFC_3339 } from '../../support/function-process.ts';
import { bringTo, issue, newParcel, openCase, scan } from '../../support/parcels.ts';

/** Parcels that are opened from escrow: in a case, and with what was amended. */
export const openings = (system: Deployment): void => {
  it('opens a parcel without its label, by a function of its own, and nobody else unwraps escrow', async () => {
    const lost = await issue(system, newParcel());
    const detail = { to: 'guard', proof: { kind: 'photo', reference: 'proofs/2' } };
    await bringTo(system, lost);
    await scan(system, 'order-system', [{ parcelId: lost.parcelId, event: 'delivered', detail }]);
    const lead = system.as('support-lead-quynh');
    const { waybillNumber } = lost;
    const opened = await openCase(system, { waybillNumber, kind: 'dispute', reason: 'lost' });
    const asked = { waybillNumber, purpose: 'dispute', caseId: opened.caseId };
    const agent = system.as('support-phuc');
    system.kms.plan([]);
    const answer = await agent.post('/v1/parcels/open', asked);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('audit-event')).toMatch(/^[0-9a-f-]{36}; leaf=/);
    expect(await answer.json()).toMatchObject({
      groups: ['delivery', 'payment', 'contents', 'handOver'],
      fields: {
        recipient: { name: 'Nguyễn Thị Hạnh' },
        goods: { description: 'Áo khoác gió nữ' },
        handOver: detail,
      },
    });
    const escrow = system.rootKeys('escrow');
    expect(system.kms.calls.filter(({ keyId }) => keyId === escrow)).toMatchObject([
      { operation: 'Decrypt', context: { purpose: 'escrow' } },
    ]);

    const { value = 0 } = openingsPerHour.dispute.at(-1) ?? {};
    const more = await Promise.all(
      Array.from({ length: value + 5 }, () => agent.post('/v1/parcels/open', asked)),
    );
    // The hour may turn while the test runs.
    expect(more.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(2 * value);
    expect(linesOf(system.functions['parcel-escrow'])).toEqual(
      more
        .filter(({ status }) => status === 429)
        .map(() => ({
          timestamp: expect.stringMatching(RFC_3339),
          level: 'warn',
          finding: 'escrow-ceiling-reached',
          tenant: 'demo',
          purpose: 'dispute',
          pseudonym: expect.stringMatching(/^[\w-]{22}$/),
        })),
    );
    expect((await lead.post(`/v1/cases/${opened.caseId}/close`)).status).toBe(200);
    const closed = await agent.post('/v1/parcels/open', asked);
    expect([closed.status, await codeOf(closed)]).toEqual([403, 'PARCEL.CASE_UNKNOWN']);
  });

  it('amends a parcel, so that it opens with the newest word, by its label and without', async () => {
    const parcel = await issue(system, newParcel());
    const { parcelId, token } = parcel;
    await bringTo(system, parcel);
    const amended = await system.as('order-system').post(`/v1/parcels/${parcelId}/amendments`, {
      recipient: { phone: '0905111222' },
      handlingNote: 'Để ở bảo vệ',
    });
    expect(await amended.json()).toMatchObject({ version: 1, changed: ['recipient.phone', 'handlingNote'] });
    const purpose = 'pickup-desk';
    const desk = system.as('desk-em');
    for (const answer of [
      await desk.post('/v1/parcels/resolve', { token, purpose }),
      await desk.post('/v1/parcels/open', { parcelId, purpose }),
    ])
      expect(await answer.json()).toMatchObject({
        fields: { handlingNote: 'Để ở bảo vệ', codAmountVnd: 420_000 },
        amendment: { version: 1 },
      });
  });
};
