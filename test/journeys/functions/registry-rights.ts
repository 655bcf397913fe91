import { expect, it } from 'vitest';
import { agreed } from '../../support/approvals.ts';
import type { Deployment } from '../../support/deployment.ts';
import { authorityRequestOf, ownQuestion, selfCheckPath } from '../../support/self-checks.ts';

const post = (system: Deployment, path: string, body: object): Promise<Response> =>
  system.fetch(
    new Request(`http://api.example${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );

const told = async (answer: Response): Promise<Readonly<Record<string, string>>> =>
  (await answer.json()) as Readonly<Record<string, string>>;

/** What people ask of the registry, and authorities: after somebody with two numbers is registered. */
export const registryRights = (system: Deployment): void => {
  it('shows people their numbers by a code, and takes their claims and requests', async () => {
    // An earlier chapter ends with the gateway of telephones down.
    await system.gateway.restart();
    const { challengeId = '' } = await told(await post(system, selfCheckPath(), ownQuestion(1)));
    const { code } = JSON.parse(system.notices.at(-1)?.body ?? '{}') as { readonly code: string };
    const checked = await post(system, selfCheckPath('demo', challengeId), { code });
    const { session, numbers } = (await checked.json()) as {
      readonly session: string;
      readonly numbers: readonly { readonly subscriptionId: string; readonly isProven: boolean }[];
    };
    const subscriptionId = numbers.find(({ isProven }) => !isProven)?.subscriptionId;
    const claiming = { session, subscriptionId };
    const { claimId, receipt } = await told(
      await post(system, selfCheckPath('demo', challengeId, 'claims'), claiming),
    );
    const asking = { session, kind: 'view' };
    const filed = await post(system, selfCheckPath('demo', challengeId, 'requests'), asking);
    expect(filed.status).toBe(201);
    const lead = system.as('support-lead-quynh');
    expect((await lead.get('/v1/registry/claims')).status).toBe(200);
    const decided = await lead.post(`/v1/registry/claims/${claimId}/decide`, { decision: 'confirmed' });
    expect((await told(decided)).state).toBe('confirmed');
    const asked = await post(system, '/v1/public/demo/claim-checks', { receipt });
    expect((await told(asked)).state).toBe('confirmed');
    await system.gateway.stop();
  });

  it('copies all that is known of who asks for it, and closes their record to purposes and opens it again', async () => {
    const [officer, other] = [system.as('privacy-minh'), system.as('privacy-nga')];
    const { requests = [] } = (await (await officer.get('/v1/registry/subject-requests')).json()) as {
      readonly requests?: readonly { readonly personId: string }[];
    };
    const personId = requests[0]?.personId;
    const accepted = async (kind: string): Promise<string> => {
      const asked = { personId, kind, needsProcessor: false };
      const { requestId } = await told(await other.post('/v1/registry/subject-requests', asked));
      const path = `/v1/registry/subject-requests/${requestId}`;
      expect((await officer.post(`${path}/decide`, { answer: 'accepted' })).status).toBe(200);
      return path;
    };
    const { document } = await told(await officer.post(`${await accepted('copy')}/copy`));
    expect(document).toContain('Nguyễn Thị Huệ');
    const closed = await officer.post(`${await accepted('restrict')}/close`, { outcome: 'fulfilled' });
    expect(closed.status).toBe(200);
    const lead = system.as('support-lead-quynh');
    const { caseId } = await told(
      await lead.post('/v1/registry/cases', { purpose: 'data-subject-request', personId }),
    );
    const lift = { personId, caseId, mark: 'restricted' };
    const lifted = await officer.post('/v1/registry/marks/lift', lift);
    expect([lifted.status, await lifted.json()]).toEqual([200, lift]);
  });

  it('hands over to an authority what two people released, and nothing before', async () => {
    const officer = system.as('privacy-minh');
    const registered = await officer.post(
      '/v1/registry/authority-requests',
      // The journeys' clocks may stand on another day.
      authorityRequestOf({
        fields: ['name', 'msisdn', 'portrait'],
        documentDate: '2026-01-01',
        receivedAt: '2026-01-01T00:00:00Z',
      }),
    );
    const path = `/v1/registry/authority-requests/${(await told(registered)).requestId}`;
    expect((await officer.post(`${path}/hand-over`)).status).toBe(409);
    expect((await agreed(system, () => officer.post(`${path}/release`))).status).toBe(200);
    const { document = '', handoverId } = await told(await officer.post(`${path}/hand-over`));
    // As she was registered, and then corrected.
    expect(document).toContain('Nguyễn Thị Huệ');
    const { people } = JSON.parse(document) as {
      readonly people: readonly { readonly holder: { readonly portrait: { readonly imageId: string } } }[];
    };
    const { imageId } = people[0]?.holder.portrait ?? {};
    const image = await officer.post(`${path}/handovers/${handoverId}/images/${imageId}/read`);
    expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  });
};
