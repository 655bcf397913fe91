import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { NOTICE_SECRET, type Deployment } from '../../support/deployment.ts';
import { linesOf, RFC_3339 } from '../../support/function-process.ts';
import { issue, newParcel, type Issued } from '../../support/parcels.ts';

/** A code that was sent to a telephone, for the challenge that was asked for. */
export interface SentCode {
  readonly challengeId: string;
  readonly code: string;
}

const post = (system: Deployment, body: object, ...rest: readonly string[]): Promise<Response> =>
  system.fetch(
    new Request(
      `http://api.example/v1/public/demo/parcel-history${rest.map((part) => `/${part}`).join('')}`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      },
    ),
  );

/** Opens the history that a code was sent for. */
export const openSent = async (system: Deployment, { challengeId, code }: SentCode) => {
  const history = await post(system, { code }, challengeId);
  expect(history.status).toBe(200);
  return (await history.json()) as { readonly reads: readonly unknown[]; readonly followUp: string };
};

/**
 * What recipients are shown, and what they file, about the parcel that was delivered. Leaves a code for it that was not
 * entered yet. Stops the gateway of telephones.
 */
export const recipient = (system: Deployment, delivered: () => Issued, codes: SentCode[]): void => {
  it('shows the recipient who has read, by a function that opens nothing, and files what they ask for', async () => {
    const { parcelId, waybillNumber } = delivered();
    const asked = { waybillNumber, phone: '0912345678' };
    system.kms.plan([]);
    const { challengeId } = (await (await post(system, asked)).json()) as {
      readonly challengeId: string;
    };
    expect(new Set(system.kms.calls.map(({ keyId }) => keyId))).toEqual(new Set([system.rootKeys('main')]));
    const [notice] = system.notices;
    const id = notice?.headers['webhook-id'];
    const signed = createHmac('sha256', NOTICE_SECRET)
      .update(`${String(id)}.${String(notice?.headers['webhook-timestamp'])}.${notice?.body}`)
      .digest('base64');
    expect(notice?.headers['webhook-signature']).toBe(`v1,${signed}`);
    const { to, code } = JSON.parse(notice?.body ?? '{}') as { readonly to: string; readonly code: string };
    expect(to).toBe('+84912345678');

    const { reads, followUp } = await openSent(system, { challengeId, code });
    expect(reads).toMatchObject([{ role: 'shipper', purpose: 'delivery', province: 'Thành phố Hà Nội' }]);
    const filed = await post(system, { followUp, kind: 'erasure' }, challengeId, 'requests');
    expect(filed.status).toBe(201);

    const officer = system.as('privacy-minh');
    const { requests } = (await (await officer.get('/v1/subject-requests')).json()) as {
      readonly requests: readonly { readonly requestId: string; readonly parcelId: string }[];
    };
    expect(requests).toMatchObject([{ parcelId, kind: 'erasure', party: 'recipient' }]);
    const search = await officer.post('/v1/parcels/search', {
      phone: asked.phone,
      purpose: 'subject-request',
      limit: 50,
    });
    const { parcels } = (await search.json()) as { readonly parcels: readonly unknown[] };
    expect(parcels).toContainEqual(
      expect.objectContaining({ parcelId, party: 'recipient', state: 'delivered' }),
    );
    const closing = `/v1/subject-requests/${requests[0]?.requestId}/close`;
    expect((await officer.post(closing, { outcome: 'fulfilled' })).status).toBe(200);
  });

  it('sends another code where another is asked for', async () => {
    const { waybillNumber } = delivered();
    const answer = await post(system, { waybillNumber, phone: '0912345678' });
    const { challengeId } = (await answer.json()) as { readonly challengeId: string };
    const { code } = JSON.parse(system.notices[1]?.body ?? '{}') as { readonly code: string };
    expect(code).toMatch(/^\d{8}$/);
    codes.push({ challengeId, code });
  });

  it('answers the same where the gateway of telephones is down, and says so in one line', async () => {
    const { waybillNumber } = await issue(system, newParcel());
    await system.gateway.stop();
    const answer = await post(system, { waybillNumber, phone: '0912345678' });
    expect(answer.status).toBe(202);
    expect(linesOf(system.functions['recipient-api'])).toEqual([
      {
        timestamp: expect.stringMatching(RFC_3339),
        level: 'warn',
        finding: 'notice-failed',
        tenant: 'demo',
        kind: 'history-code',
      },
    ]);
  });
};
