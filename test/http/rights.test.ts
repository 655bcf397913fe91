import { rfc3339 } from '@temkin/kernel';
import { expect, it, describe } from 'vitest';
import { createHash } from 'node:crypto';
import { agreed, waitingFor } from '../support/approvals.ts';
import { otherCode, postPublicly } from '../support/parcel-history.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { msisdnOf, openRegistry, registerHolder, registrationOf } from '../support/registrations.ts';
import {
  askOwnCode,
  authorityRequestOf,
  ownQuestion,
  selfCheck,
  selfCheckPath,
} from '../support/self-checks.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
await openRegistry(system);
const { personId } = await registerHolder(system, 1);
await registerHolder(system, 1, registrationOf(1, { subscription: { msisdn: msisdnOf(51) } }));
await registerHolder(system, 2);

const HOUR = 3_600_000;

let network = 0;
/** A network that has asked for nothing yet. */
const newNetwork = (): string => `2001:db8:${(network += 1).toString(16)}::1`;

const check = (n: number) => selfCheck(system, n, newNetwork());

const claimOther = async () => {
  const { challengeId, session, numbers } = await check(1);
  const subscriptionId = numbers.find(({ isProven }) => !isProven)?.subscriptionId;
  const answer = await postPublicly(system, selfCheckPath('demo', challengeId, 'claims'), {
    session,
    subscriptionId,
  });
  return {
    answer,
    claim: (await answer.json()) as Readonly<Record<'claimId' | 'receipt' | 'doneBy', string>>,
  };
};

describe('a self-check over HTTP', () => {
  it('shows all numbers of the document to whoever has the code, and leaves a receipt', async () => {
    const { challengeId, code } = await askOwnCode(system, ownQuestion(1), newNetwork());
    const answer = await postPublicly(system, selfCheckPath('demo', challengeId), { code });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('audit-event')).toMatch(/leaf=/);
    const shown = (await answer.json()) as Awaited<ReturnType<typeof check>>;
    expect(shown).toMatchObject({ name: 'Nguyễn Thị Hoà', birthDate: '1990-01-31', complete: true });
    expect(shown.identity).toMatch(/^\*\*\*\d{3}$/);
    expect(shown.numbers.map(({ msisdn }) => msisdn).toSorted()).toEqual(['+84912000001', '+84912000051']);
  });

  it('answers alike whether the number is of the document or of nobody, and sends nothing then', async () => {
    const sent = system.notices.length;
    const answers = [];
    for (const question of [
      ownQuestion(1),
      { ...ownQuestion(1), msisdn: msisdnOf(2) },
      { ...ownQuestion(1), msisdn: msisdnOf(77) },
      ownQuestion(78),
    ]) {
      const answer = await postPublicly(system, selfCheckPath(), question, newNetwork());
      const { challengeId, ...rest } = (await answer.json()) as { readonly challengeId: string };
      answers.push(JSON.stringify([answer.status, challengeId.length, rest]));
    }
    const nobodys = await postPublicly(system, selfCheckPath('nobody'), ownQuestion(1), newNetwork());
    expect(nobodys.status).toBe(202);
    expect(new Set(answers).size).toBe(1);
    expect(system.notices).toHaveLength(sent + 1);
  });

  it('takes a wrong code for no code, and says no more', async () => {
    const { challengeId, code = '' } = await askOwnCode(system, ownQuestion(2), newNetwork());
    const wrong = await postPublicly(system, selfCheckPath('demo', challengeId), { code: otherCode(code) });
    expect([wrong.status, ((await wrong.json()) as { readonly code: string }).code]).toEqual([
      403,
      'SELF_CHECK.CODE_INVALID',
    ]);
    const right = await postPublicly(system, selfCheckPath('demo', challengeId), { code });
    expect(right.status).toBe(200);
  });
});

describe('a claim over HTTP', () => {
  it('is filed by the holder, listed by what is due, and decided by staff', async () => {
    system.clock.advance(HOUR);
    const { answer, claim } = await claimOther();
    expect(answer.status).toBe(201);
    const lead = system.as('support-lead-quynh');
    const listed = (await (await lead.get('/v1/registry/claims')).json()) as { readonly claims: unknown };
    expect(listed.claims).toMatchObject([{ ...claim, state: 'open', personId }]);
    const decided = await lead.post(`/v1/registry/claims/${claim.claimId}/decide`, { decision: 'rejected' });
    expect(await decided.json()).toMatchObject({ state: 'rejected', decidedBy: 'support-lead-quynh' });
    const told = system.notices.slice(-2);
    expect(told.map(({ phone, kind }) => [phone, kind])).toEqual([
      ['+84912000001', 'claim-received'],
      ['+84912000001', 'claim-decided'],
    ]);
    expect(told.every(({ text }) => text.includes(claim.receipt))).toBe(true);
    const path = '/v1/public/demo/claim-checks';
    const asked = await postPublicly(system, path, { receipt: claim.receipt }, newNetwork());
    expect(await asked.json()).toMatchObject({ state: 'rejected', doneBy: claim.doneBy });
    expect(asked.headers.has('audit-event')).toBe(false);
    system.clock.advance(HOUR);
    const { numbers } = await check(1);
    expect(numbers.map((one) => one.claim?.state ?? 'none').toSorted()).toEqual(['none', 'rejected']);
  });
});

describe('a request about one’s data over HTTP', () => {
  it('goes from its filing to its end, and opens a case upon which others read', async () => {
    const officer = system.as('privacy-minh');
    const requests = '/v1/registry/subject-requests';
    const filed = await officer.post(requests, { personId, kind: 'restrict' });
    const { requestId, caseId } = (await filed.json()) as Readonly<Record<string, string>>;
    expect(filed.status).toBe(201);
    expect(caseId).toMatch(/^[0-9a-f]{32}$/);
    const early = await officer.post(`${requests}/${requestId}/close`, { outcome: 'fulfilled' });
    expect([early.status, await early.json()]).toMatchObject([
      409,
      { code: 'DATA_REQUEST.NOT_ANSWERED', title: 'The request is not answered yet.' },
    ]);
    await officer.post(`${requests}/${requestId}/decide`, { answer: 'accepted' });
    const off = await officer.post(`${requests}/${requestId}/extend`, { days: 16, reasons: 'Bận' });
    expect(off.status).toBe(422);
    await officer.post(`${requests}/${requestId}/extend`, { days: 15, reasons: 'Phải hỏi bên xử lý' });
    const { requests: open } = (await (await officer.get(requests)).json()) as {
      readonly requests: readonly object[];
    };
    expect(open).toMatchObject([{ requestId, state: 'accepted', extendedDays: 15 }]);
    const closed = await officer.post(`${requests}/${requestId}/close`, { outcome: 'fulfilled' });
    expect(await closed.json()).toMatchObject({ state: 'closed', outcome: 'fulfilled' });
  });

  it('closes a record that it marked to whoever takes care of customers, and refuses them on record', async () => {
    const support = system.as('support-phuc');
    const purpose = 'customer-care';
    const opened = await support.post('/v1/registry/transactions', { purpose });
    const { transactionId } = (await opened.json()) as { readonly transactionId: string };
    const search = { transactionId, purpose, msisdn: msisdnOf(1) };
    const answer = await support.post('/v1/subscribers/search', search);
    expect([answer.status, ((await answer.json()) as { readonly code: string }).code]).toEqual([
      403,
      'SUBSCRIBER.PURPOSE_CLOSED',
    ]);
    const refused = (await recordedEvents(system.table)).at(-1);
    expect(refused).toMatchObject({ unmapped: { outcome: 'refused', purpose } });
  });

  it('has its mark taken away again upon a case of somebody else, and the record is open as it was', async () => {
    const cases = await system
      .as('support-lead-quynh')
      .post('/v1/registry/cases', { purpose: 'data-subject-request', personId });
    const { caseId } = (await cases.json()) as { readonly caseId: string };
    const lift = { personId, caseId, mark: 'restricted' };
    const lifted = await system.as('privacy-minh').post('/v1/registry/marks/lift', lift);
    expect([lifted.status, await lifted.json()]).toEqual([200, lift]);
    expect(lifted.headers.get('audit-event')).toMatch(/leaf=/);
    const support = system.as('support-phuc');
    const purpose = 'customer-care';
    const opened = await support.post('/v1/registry/transactions', { purpose });
    const { transactionId } = (await opened.json()) as { readonly transactionId: string };
    const search = { transactionId, purpose, msisdn: msisdnOf(1) };
    expect((await support.post('/v1/subscribers/search', search)).status).toBe(200);
  });

  it('for a copy is answered with one document by its digest', async () => {
    const { challengeId, session } = await check(1);
    const filed = await postPublicly(system, selfCheckPath('demo', challengeId, 'requests'), {
      session,
      kind: 'copy',
    });
    const { requestId } = (await filed.json()) as { readonly requestId: string };
    const officer = system.as('privacy-minh');
    const path = `/v1/registry/subject-requests/${requestId}`;
    expect((await officer.post(`${path}/copy`)).status).toBe(409);
    await officer.post(`${path}/decide`, { answer: 'accepted' });
    const answer = await officer.post(`${path}/copy`);
    const { document, sha256 } = (await answer.json()) as Readonly<Record<string, string>>;
    expect([answer.status, answer.headers.has('audit-event')]).toEqual([200, true]);
    expect(
      createHash('sha256')
        .update(document ?? '')
        .digest('hex'),
    ).toBe(sha256);
    expect(document).toContain('Nguyễn Thị Hoà');
  });
});

describe('a request of an authority over HTTP', () => {
  it('is registered, released by two, handed over with its digest, and closed with minutes', async () => {
    const officer = system.as('privacy-minh');
    const registered = await officer.post(
      '/v1/registry/authority-requests',
      authorityRequestOf({ people: [{ msisdn: msisdnOf(1) }, { msisdn: msisdnOf(2), formerHolders: true }] }),
    );
    const { requestId } = (await registered.json()) as { readonly requestId: string };
    const path = `/v1/registry/authority-requests/${requestId}`;
    const early = await officer.post(`${path}/hand-over`);
    expect(((await early.json()) as { readonly code: string }).code).toBe('AUTHORITY_REQUEST.NOT_RELEASED');

    const asking = () => officer.post(`${path}/release`);
    expect((await asking()).status).toBe(202);
    const [asked] = await waitingFor(system, 'privacy-nga');
    expect(asked?.terms).toMatchObject({ documentNumber: '17/CV-CABĐ', fields: ['name', 'msisdn', 'state'] });
    const released = await agreed(system, asking);
    expect(await released.json()).toMatchObject({ state: 'released', releasedBy: 'privacy-minh' });

    const over = await officer.post(`${path}/hand-over`);
    const { document, sha256 } = (await over.json()) as Readonly<Record<'document' | 'sha256', string>>;
    expect(sha256).toBe(createHash('sha256').update(document).digest('hex'));
    const { people } = JSON.parse(document) as { readonly people: readonly object[] };
    expect(people).toMatchObject([
      { holder: { name: 'Nguyễn Thị Hoà' }, numbers: [{ fields: { msisdn: '+84912000001' } }] },
      { numbers: [{ fields: { msisdn: '+84912000002' } }] },
    ]);
    expect(document).not.toContain('1990-01-31');

    const minutes = {
      reference: 'BB-1',
      receivedBy: 'Đại úy Lê Văn Tám',
      deliveredBy: 'by-hand',
      signedAt: rfc3339(system.clock.now()),
    };
    const impossible = await officer.post(`${path}/close`, {
      outcome: 'handed-over',
      minutes: { ...minutes, signedAt: '2020-01-01T00:00:00Z' },
    });
    expect([impossible.status, await impossible.json()]).toMatchObject([
      422,
      { code: 'AUTHORITY_REQUEST.TIME_INVALID', errors: [{ pointer: '/minutes/signedAt' }] },
    ]);
    const closed = await officer.post(`${path}/close`, { outcome: 'handed-over', minutes });
    expect(await closed.json()).toMatchObject({ state: 'closed', outcome: 'handed-over' });
    const otherwise = await officer.post(`${path}/close`, {
      outcome: 'handed-over',
      minutes: { ...minutes, reference: 'BB-2' },
    });
    expect(otherwise.status).toBe(409);
    const read = (await (await officer.get(path)).json()) as {
      readonly minutes: { readonly reference: string };
    };
    expect(read.minutes.reference).toBe('BB-1');
    const events = await recordedEvents(system.table);
    expect(JSON.stringify(events)).not.toMatch(/Hoà|17\/CV|Tám|912000001/);
  });

  it('names nobody of another company: what it asks about is not found there', async () => {
    await system.enrol({
      tenant: 'other',
      subject: 'other-privacy',
      kind: 'staff',
      facility: 'DN-HAI-CHAU',
      roles: ['privacy-officer'],
      scopes: ['registry-releases:make'],
    });
    const answer = await system
      .as('other-privacy')
      .post('/v1/registry/authority-requests', authorityRequestOf({ people: [{ personId }] }));
    expect(answer.status).toBe(201);
    const { requestId } = (await answer.json()) as { readonly requestId: string };
    const foreign = await system.as('privacy-minh').get(`/v1/registry/authority-requests/${requestId}`);
    expect(foreign.status).toBe(404);
  });
});
