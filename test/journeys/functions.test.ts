import { changeSettings, tenantStore } from '@temkin/access';
import { kmsRootKey } from '@temkin/aws';
import { cryptoReady } from '@temkin/crypto';
import { rfc3339, systemRandom, vietnamDay } from '@temkin/kernel';
import { keyOf, type TableName } from '@temkin/storage';
import { createHmac } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { FUNCTION_NAMES } from '../../cdk/functions.ts';
import { GRANTS } from '../../cdk/grants.ts';
import { compose } from '../../packages/runtimes/local/src/compose.ts';
import { agreed, decide, pendingIn, waitingFor } from '../support/approvals.ts';
import { deployment, NOTICE_SECRET } from '../support/deployment.ts';
import { drawLabels, scansOf } from '../support/drawn-labels.ts';
import { clients } from '../support/clients.ts';
import { deviceKeys } from '../support/device-keys.ts';
import { linesOf, RFC_3339 } from '../support/function-process.ts';
import { testKmsClient } from '../support/kms-simulator.ts';
import { memorySigner } from '../support/memory-signer.ts';
import { enrolDevice, loadShift, openLoaded } from '../support/shift-loads.ts';
import { duePut } from '../../packages/capabilities/parcel/src/store/due-keys.ts';
import { imageOf, streamed } from '../support/parcel-stream.ts';
import { openingsPerHour } from '@temkin/parcel/domain';
import {
  bringTo,
  handTo,
  issue,
  labelOf,
  newParcel,
  openCase,
  openShift,
  scan,
  type Issued,
} from '../support/parcels.ts';
import { reissue } from '../support/reissues.ts';
import { testClock } from '../support/test-clock.ts';

const DAY = 86_400_000;

await cryptoReady;
const system = await deployment();

await system.enrol({
  subject: 'shipper-dat',
  tenant: 'demo',
  kind: 'staff',
  roles: ['shipper'],
  facility: 'HN-BA-DINH',
  scopes: ['parcels:resolve', 'shifts:read'],
});
await system.enrol({
  subject: 'desk-hai',
  tenant: 'demo',
  kind: 'staff',
  roles: ['desk-clerk'],
  facility: 'HN-BA-DINH',
  scopes: ['labels:render'],
});

// Before anything else: a process believes for a minute what it has read of webhooks.
const subscribe = () =>
  system
    .as('order-system')
    .post(
      '/v1/webhooks',
      { url: 'https://receiver.invalid/', events: ['parcel.state-changed'] },
      { 'idempotency-key': 'functions-webhook-1' },
    );
const subscribed = await subscribe();

/** The requests that a verb stands for; one of them is enough to need it. */
const ACTIONS_OF: Readonly<Record<string, readonly string[]>> = {
  get: ['GetItem', 'BatchGetItem'],
  query: ['Query'],
  put: ['PutItem'],
  update: ['UpdateItem'],
  delete: ['DeleteItem'],
  check: ['ConditionCheckItem'],
};

const codeOf = async (answer: Response): Promise<string | undefined> =>
  ((await answer.json()) as { readonly code?: string }).code;

const results = async (answer: Response) =>
  ((await answer.json()) as { results: { status: number; parcel?: Issued }[] }).results;

const scheduled = {
  version: '0',
  id: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa',
  'detail-type': 'Scheduled Event',
  source: 'aws.events',
  account: '123456789012',
  time: '2026-11-23T08:00:00Z',
  region: 'ap-southeast-1',
  resources: ['arn:aws:events:ap-southeast-1:123456789012:rule/temkin-dev-parcel-shredder'],
  detail: {},
};

describe('the parcel journey through the bundles', () => {
  let issued: Issued;
  let shiftId = '';

  it('issues a parcel, brings it to the shipper, opens it at the door and refuses others', async () => {
    issued = await issue(system, newParcel());
    ({ shiftId } = await openShift(system, 'shipper-an'));
    await openShift(system, 'shipper-binh');
    await handTo(system, issued, shiftId);

    const opened = await system
      .as('shipper-an')
      .post('/v1/parcels/resolve', { token: issued.token, purpose: 'delivery' });
    expect(opened.status).toBe(200);
    expect(opened.headers.get('audit-event')).toMatch(/^[0-9a-f-]{36}; leaf=/);
    expect(await opened.json()).toMatchObject({ fields: { recipient: { name: 'Nguyễn Thị Hạnh' } } });

    const refused = await system
      .as('shipper-binh')
      .post('/v1/parcels/resolve', { token: issued.token, purpose: 'delivery' });
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'PARCEL.NOT_IN_CUSTODY']);
  });

  it('issues a batch, replays it, and follows a parcel to its delivery', async () => {
    const parcels = [newParcel(), newParcel(), newParcel({ recipient: {} })];
    const key = { 'idempotency-key': 'functions-batch-1' };
    const first = await system.as('order-system').post('/v1/parcels/batch', { parcels }, key);
    const again = await system.as('order-system').post('/v1/parcels/batch', { parcels }, key);
    const made = await results(first);
    expect(made.map(({ status }) => status)).toEqual([201, 201, 422]);
    expect((await results(again)).map(({ parcel }) => parcel?.token)).toEqual(
      made.map(({ parcel }) => parcel?.token),
    );

    const report = {
      token: issued.token,
      event: 'delivered',
      sourceEventId: 'scanner-7/1',
      detail: { to: 'self', proof: { kind: 'signature', reference: 'proofs/1' } },
    };
    for (const times of ['once', 'again']) {
      const delivered = await system
        .as('shipper-an')
        .post('/v1/custody-events', { events: [report] }, { 'idempotency-key': 'functions-scan-1' });
      expect(await delivered.json(), times).toMatchObject({ results: [{ status: 200, state: 'delivered' }] });
    }
    const followed = await system.as('order-system').get(`/v1/parcels/${issued.parcelId}`);
    expect(await followed.json()).toMatchObject({ state: 'delivered' });
    const closed = await system.as('desk-em').post(`/v1/shifts/${shiftId}/close`);
    expect(await closed.json()).toMatchObject({ state: 'closed' });
    expect((await system.as('shipper-an').get('/v1/shifts/current')).status).toBe(403);
  });

  it('keeps what a facility has to sort, lets a shipper claim it, and says how strict custody is', async () => {
    const [lies, isClaimed] = [await issue(system), await issue(system)];
    await bringTo(system, lies);
    await bringTo(system, isClaimed);
    const { token } = isClaimed;
    const claimed = await system.as('shipper-binh').post('/v1/parcels/claims', { token });
    expect(await claimed.json()).toMatchObject({ state: 'out-for-delivery' });
    const feed = await system.as('order-system').get('/v1/facilities/HN-BA-DINH/parcels');
    expect(
      (await feed.text())
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as object),
    ).toEqual([expect.objectContaining({ waybillNumber: lies.waybillNumber })]);

    const day = vietnamDay(Date.now());
    const setting = { mode: 'enforce', validFrom: day };
    expect((await system.as('security-ha').post('/v1/custody-gate', setting)).status).toBe(200);
    const counted = await system.as('security-ha').get(`/v1/custody-gate/report?from=${day}&to=${day}`);
    expect(await counted.json()).toEqual({ settings: [setting], counts: [] });
  });

  it('revokes a parcel, so that its label opens no more', async () => {
    const wrong = await issue(system, newParcel());
    const revoked = await system
      .as('order-system')
      .post(`/v1/parcels/${wrong.parcelId}/revoke`, { reason: 'label-wrong' });
    expect(revoked.status).toBe(200);
    const opened = await system
      .as('shipper-binh')
      .post('/v1/parcels/resolve', { token: wrong.token, purpose: 'delivery' });
    expect([opened.status, await codeOf(opened)]).toEqual([410, 'PARCEL.REVOKED']);
  });

  it('shreds a parcel before its time, by a function that can agree to nothing, once a second person has', async () => {
    const { parcelId, token } = await issue(system, newParcel());
    const shred = () =>
      system.as('support-lead-quynh').post(`/v1/parcels/${parcelId}/shred`, { reason: 'unlawful' });
    expect([await codeOf(await shred())]).toEqual(['PARCEL.STATE_NOT_ALLOWED']);
    await system.as('order-system').post(`/v1/parcels/${parcelId}/revoke`, { reason: 'cancelled' });
    const pending = await pendingIn(await shred());
    expect(await waitingFor(system, 'privacy-nga')).toMatchObject([pending]);
    expect((await decide(system, pending)).status).toBe(200);
    expect(await (await shred()).json()).toMatchObject({ parcelId, state: 'shredded' });
    const read = system.as('desk-em').post('/v1/parcels/resolve', { token, purpose: 'pickup-desk' });
    expect(await codeOf(await read)).toBe('PARCEL.SHREDDED');
  });

  it('draws labels by a function that recognises a label and can open none', async () => {
    const [one, dead] = [await issue(system), await issue(system)];
    await system.as('order-system').post(`/v1/parcels/${dead.parcelId}/revoke`, { reason: 'label-wrong' });
    await system.restart('label-api');
    system.kms.plan([]);
    const answer = await drawLabels(system, 'pdf', [labelOf(one), labelOf(dead)], { by: 'desk-hai' });
    expect(answer.results.map(({ status, problem }) => problem?.code ?? status)).toEqual([
      200,
      'PARCEL.REVOKED',
    ]);
    expect(await scansOf('pdf', answer)).toEqual([
      { zxing: one.token, jsqr: one.token, code128: one.waybillNumber },
    ]);
    const purposes = system.kms.calls.map(({ operation, context }) => `${operation} ${context.purpose}`);
    expect(purposes.toSorted()).toEqual(['Decrypt digest', 'Decrypt pseudonym']);
    for (const format of ['svg', 'png', 'zpl'] as const)
      expect(await scansOf(format, await drawLabels(system, format, [labelOf(one)]))).toHaveLength(1);
  });

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

  it('shows the recipient who has read, by a function that opens nothing, and files what they ask for', async () => {
    const asked = { waybillNumber: issued.waybillNumber, phone: '0912345678' };
    const post = (body: object, ...rest: readonly string[]) =>
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
    system.kms.plan([]);
    const { challengeId } = (await (await post(asked)).json()) as { readonly challengeId: string };
    expect(new Set(system.kms.calls.map(({ keyId }) => keyId))).toEqual(new Set([system.rootKeys('main')]));
    const [notice] = system.notices;
    const id = notice?.headers['webhook-id'];
    const signed = createHmac('sha256', NOTICE_SECRET)
      .update(`${String(id)}.${String(notice?.headers['webhook-timestamp'])}.${notice?.body}`)
      .digest('base64');
    expect(notice?.headers['webhook-signature']).toBe(`v1,${signed}`);
    const { to, code } = JSON.parse(notice?.body ?? '{}') as { readonly to: string; readonly code: string };
    expect(to).toBe('+84912345678');

    const history = await post({ code }, challengeId);
    expect(history.status).toBe(200);
    const { reads, followUp } = (await history.json()) as {
      readonly reads: readonly unknown[];
      readonly followUp: string;
    };
    expect(reads).toMatchObject([{ role: 'shipper', purpose: 'delivery', province: 'Thành phố Hà Nội' }]);
    const filed = await post({ followUp, kind: 'erasure' }, challengeId, 'requests');
    expect(filed.status).toBe(201);

    const officer = system.as('privacy-minh');
    const { requests } = (await (await officer.get('/v1/subject-requests')).json()) as {
      readonly requests: readonly { readonly requestId: string; readonly parcelId: string }[];
    };
    expect(requests).toMatchObject([{ parcelId: issued.parcelId, kind: 'erasure', party: 'recipient' }]);
    const search = await officer.post('/v1/parcels/search', {
      phone: asked.phone,
      purpose: 'subject-request',
      limit: 50,
    });
    const { parcels } = (await search.json()) as { readonly parcels: readonly unknown[] };
    expect(parcels).toContainEqual(
      expect.objectContaining({ parcelId: issued.parcelId, party: 'recipient', state: 'delivered' }),
    );
    const closing = `/v1/subject-requests/${requests[0]?.requestId}/close`;
    expect((await officer.post(closing, { outcome: 'fulfilled' })).status).toBe(200);
  });

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

  it('answers the same where the gateway of telephones is down, and says so in one line', async () => {
    const { waybillNumber } = await issue(system, newParcel());
    await system.gateway.stop();
    const answer = await system.fetch(
      new Request('http://api.example/v1/public/demo/parcel-history', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ waybillNumber, phone: '0912345678' }),
      }),
    );
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

  it('shows the auditor, by another function, what was done', async () => {
    const asked = await system
      .as('auditor-khanh')
      .post('/v1/audit/queries', { waybillNumber: issued.waybillNumber });
    const { events } = (await asked.json()) as {
      events: { action: string; outcome: string; eventId: string }[];
    };
    expect(events.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(
      expect.arrayContaining(['parcel.issue allowed', 'parcel.resolve allowed', 'parcel.resolve refused']),
    );
    const one = await system.as('auditor-khanh').get(`/v1/audit/events/${events[0]?.eventId}`);
    expect(one.status).toBe(200);
  });

  it('lets the administrator list people and places, and suspend somebody for all functions at once', async () => {
    const admin = system.as('staff-admin-lan');
    expect((await admin.get('/v1/staff')).status).toBe(200);
    expect((await admin.get('/v1/facilities')).status).toBe(200);
    expect((await admin.post('/v1/staff/shipper-binh/suspend')).status).toBe(200);
    expect((await system.as('shipper-binh').get('/v1/shifts/current')).status).toBe(401);
    expect((await admin.post('/v1/staff/shipper-binh/reinstate')).status).toBe(200);
  });

  it('lets the administrator enrol a device, list it and revoke it', async () => {
    const admin = system.as('staff-admin-lan');
    const enrolled = await admin.post('/v1/devices', { ...deviceKeys().newDevice, facility: 'HN-BA-DINH' });
    expect(enrolled.status).toBe(201);
    const { deviceId } = (await enrolled.json()) as { deviceId: string };
    expect(await (await admin.get('/v1/devices')).json()).toMatchObject({ devices: [{ deviceId }] });
    const revoked = await admin.post(`/v1/devices/${deviceId}/revoke`);
    expect(await revoked.json()).toEqual({ deviceId, status: 'revoked' });
  });

  it('loads a shift into a bundle that the shipper’s device opens, from escrow and from labels alone', async () => {
    const device = await enrolDevice(system);
    const { shiftId: own } = (await (await system.as('shipper-binh').get('/v1/shifts/current')).json()) as {
      shiftId: string;
    };
    const change = changeSettings({ tenants: tenantStore({ table: system.store.table }) });
    const parcels = [];
    for (const keeping of ['escrow', 'label-only'] as const) {
      await change('demo', { keeping });
      parcels.push(await issue(system));
    }
    await change('demo', { keeping: 'escrow' });
    for (const parcel of parcels) await bringTo(system, parcel);
    const body = { tokens: parcels.map(({ token }) => token), deviceId: device.deviceId };
    const key = { 'idempotency-key': 'one-bundle' };
    const loaded = await loadShift(system, 'shipper-binh', own, body, key);
    expect(loaded.results.map(({ status, taken }) => [status, taken])).toEqual([
      [200, true],
      [200, true],
    ]);
    const { parcels: within } = await openLoaded(system, 'shipper-binh', loaded, device);
    expect(within.map(({ groups }) => groups.delivery?.recipientName)).toEqual([
      'Nguyễn Thị Hạnh',
      'Nguyễn Thị Hạnh',
    ]);
    const again = await loadShift(system, 'shipper-binh', own, body, key);
    expect([again.answer.status, again.code]).toEqual([409, 'PARCEL.LOAD_ALREADY_DONE']);
  });

  it('asks the handsets of the second company for signatures, in every function', async () => {
    const shipper = system.as('other-shipper');
    const asked = { token: issued.token, purpose: 'delivery' };
    for (const [answer, code] of [
      [await shipper.post('/v1/parcels/resolve', asked), 'PARCEL.UNKNOWN'],
      [
        await shipper.post('/v1/parcels/open', { waybillNumber: 'NONE', purpose: 'return' }),
        'PARCEL.UNKNOWN',
      ],
      [await shipper.get('/v1/shifts/current'), 'PARCEL.SHIFT_CLOSED'],
      [await shipper.post('/v1/labels', {}), 'ACCESS.ROLE_NOT_ALLOWED'],
      [await shipper.get('/v1/subject-requests'), 'ACCESS.ROLE_NOT_ALLOWED'],
      [await shipper.post(`/v1/parcels/${issued.parcelId}/shred`, {}), 'ACCESS.ROLE_NOT_ALLOWED'],
      [await shipper.get('/v1/staff'), 'ACCESS.ROLE_NOT_ALLOWED'],
      [await shipper.post('/v1/audit/queries', {}), 'ACCESS.ROLE_NOT_ALLOWED'],
    ] as const)
      expect(await codeOf(answer)).toBe(code);
    const thief = system.as('other-shipper', { signer: null });
    expect(await codeOf(await thief.get('/v1/shifts/current'))).toBe('ACCESS.SIGNATURE_REQUIRED');
  });

  it('destroys on schedule what has come to its last day, and nothing else', async () => {
    const longAgo = testClock(Date.now() - 335 * DAY);
    const client = testKmsClient(system.kms.endpoint);
    afterAll(() => client.destroy());
    const before = compose({
      table: system.store.table,
      bundleSigner: memorySigner(),
      rootKeys: {
        main: kmsRootKey({ client, keyId: system.rootKeys('main') }),
        escrow: kmsRootKey({ client, keyId: system.rootKeys('escrow') }),
      },
      issuers: {
        profiles: [system.issuer.profile],
        keysOf: system.issuer.keysOf,
        allowDemoIssuers: false,
      },
      clock: longAgo,
      random: systemRandom,
      notify: { send: async () => undefined },
      wait: async () => undefined,
      faultLog: { fault: () => undefined },
    });
    const then = clients({
      fetch: (request) => before.fetch(request),
      issuer: system.issuer,
      clock: longAgo,
    });
    const ancient = await issue(then);
    longAgo.set(Date.now() - 213 * DAY);
    const old = await issue(then);
    // Accepted much later, it does not become unclaimed before its label's key dies.
    longAgo.set(Date.now() - 100 * DAY);
    await bringTo(then, old);
    longAgo.set(Date.now() - 50 * DAY);
    const abandoned = await issue(then);
    const young = await issue(system);

    // It would have moved this note there, had it been at work.
    const { parcelId } = ancient;
    const dueAtSeconds = Date.now() / 1_000 - 86_400;
    await system.store.table.write(duePut({ tenant: 'demo', parcelId, dueAtSeconds }));
    // It has been at work before: otherwise it looks back four hundred days, longer than a function has here.
    const day = rfc3339(Date.now() - 60 * 86_400_000).slice(0, 10);
    await system.store.table.write({
      kind: 'put',
      key: keyOf('parcels', 'shredProgress', {}),
      item: { day },
    });
    await system.functions['parcel-shredder'].invoke(scheduled);
    await system.functions['parcel-shredder'].invoke(scheduled);
    const said = {
      level: 'info',
      finding: 'due-worked-off',
      leftOver: false,
      failed: 0,
      remaining: false,
    };
    expect(linesOf(system.functions['parcel-shredder'])).toEqual([
      { timestamp: expect.stringMatching(RFC_3339), ...said, shredded: 1, ended: 2 },
      { timestamp: expect.stringMatching(RFC_3339), ...said, shredded: 0, ended: 0 },
    ]);

    const an = await openShift(system, 'shipper-an');
    const read = async ({ token }: Issued) =>
      codeOf(await system.as('shipper-an').post('/v1/parcels/resolve', { token, purpose: 'delivery' }));
    await handTo(system, young, an.shiftId);
    await handTo(system, old, an.shiftId);
    expect(await read(young)).toBeUndefined();
    expect(await read(old)).toBe('PARCEL.SHREDDED');
    expect(await read(ancient)).toBe('PARCEL.SHREDDED');
    expect(await read(abandoned)).toBe('PARCEL.REVOKED');
    await scan(system, 'order-system', [{ parcelId: young.parcelId, event: 'delivered' }]);
  });

  it('replaces the label of a parcel on the road, whose paper opens with the new words until the new one is scanned', async () => {
    const parcel = await issue(system, newParcel());
    const binh = system.as('shipper-binh');
    const { shiftId: own } = (await (await binh.get('/v1/shifts/current')).json()) as { shiftId: string };
    await handTo(system, parcel, own);
    const next = await reissue(system, parcel, { codAmountVnd: 7_000 });
    const resolve = (token: string) => binh.post('/v1/parcels/resolve', { token, purpose: 'delivery' });
    for (const { token } of [parcel, next])
      expect(await (await resolve(token)).json()).toMatchObject({ fields: { codAmountVnd: 7_000 } });
    const delivered = { token: next.token, event: 'delivered', detail: { to: 'self' } };
    const [scanned] = await scan(system, 'shipper-binh', [delivered]);
    expect(scanned?.status).toBe(200);
    expect(await codeOf(await resolve(parcel.token))).toBe('PARCEL.REVOKED');
  });
});

describe('webhooks', () => {
  it('are kept by one function and sent by another, which says what came of it', async () => {
    expect(subscribed.status).toBe(201);
    const told = (await subscribed.json()) as { readonly webhookId: string };
    expect(await (await subscribe()).json()).toEqual(told);
    const { webhookId } = told;
    const act = (verb: string) => system.as('staff-admin-lan').post(`/v1/webhooks/${webhookId}/${verb}`);
    expect((await act('test')).status).toBe(202);
    await system.functions['webhook-sender'].invoke(scheduled);
    const said = { level: 'warn', finding: 'webhooks-sent', delivered: 0, buried: 0, disabled: 0 };
    expect(linesOf(system.functions['webhook-sender'])).toEqual([
      { timestamp: expect.stringMatching(RFC_3339), ...said, failed: expect.any(Number) },
    ]);
    const listed = await system.as('order-system').get('/v1/webhooks');
    expect(await listed.json()).toMatchObject({
      webhooks: [{ webhookId, failingSince: expect.any(String) }],
    });
    for (const verb of ['rotate-secret', 'redeliver', 'disable', 'remove'])
      expect((await act(verb)).status, verb).toBeLessThan(300);
  });
});

describe('the stream', () => {
  it('is compared with the log by a function of its own', async () => {
    const { parcelId } = await issue(system);
    const record = streamed(undefined, await imageOf(system.store, parcelId));
    await system.functions['audit-reconciler'].invoke({ Records: [record] });
    expect(linesOf(system.functions['audit-reconciler'])).toEqual([]);
  });
});

describe('keys', () => {
  it('are asked for once by a cold process, however many labels it opens at once', async () => {
    const { shiftId } = await openShift(system, 'shipper-dat');
    const issued = await issue(system);
    await handTo(system, issued, shiftId);
    await system.restart('parcel-api');
    system.kms.plan([]);
    const reads = Array.from({ length: 60 }, () =>
      system.as('shipper-dat').post('/v1/parcels/resolve', { token: issued.token, purpose: 'delivery' }),
    );
    const answers = await Promise.all(reads);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const purposes = system.kms.calls.map(({ operation, context }) => `${operation} ${context.purpose}`);
    expect(purposes.toSorted()).toEqual(['Decrypt digest', 'Decrypt label', 'Decrypt pseudonym']);
  });
});

describe('what the functions may do', () => {
  it('is all that they ever asked for in these journeys', () => {
    const denied = FUNCTION_NAMES.flatMap((name) => {
      const { store, kms } = system.functions[name].gates;
      return [...store.denied, ...kms.denied].map((need) => `${name}: ${need}`);
    });
    expect(denied).toEqual([]);
  });

  /** Rights that are needed where these journeys do not lead: a new month's keys, a budget of refusals that runs out. */
  const ELSEWHERE = [
    'access-api',
    'audit-api',
    'label-api',
    'parcel-escrow',
    'parcel-shredder',
    'subject-api',
  ].map((name) => `${name}: put tenant-keys`);

  it('is nothing that they never make use of', async () => {
    for (const [who, path] of [
      ['auditor-khanh', '/v1/staff'],
      ['shipper-an', '/v1/webhooks'],
      ['auditor-khanh', '/v1/subject-requests'],
      ['shipper-an', '/v1/audit/events/0198c5c2-0000-7000-8000-00000000000a'],
    ] as const)
      expect((await system.as(who).get(path)).status).toBe(403);
    const unused = FUNCTION_NAMES.flatMap((name) => {
      const { used } = system.functions[name].gates.store;
      const verbs = Object.entries(GRANTS[name].tables) as [TableName, readonly string[]][];
      return verbs.flatMap(([table, granted]) =>
        granted
          .filter((verb) => verb !== 'stream')
          .filter(
            (verb) =>
              !ACTIONS_OF[verb]?.some((action) =>
                used.has(`dynamodb:${action} ${system.store.prefix}${table}`),
              ),
          )
          .map((verb) => `${name}: ${verb} ${table}`),
      );
    });
    expect(unused.toSorted()).toEqual(ELSEWHERE.toSorted());
  });

  it('says nothing personal in what the functions write', () => {
    const said = FUNCTION_NAMES.map((name) => system.functions[name].output()).join('\n');
    expect(said).not.toMatch(/Hạnh|Đội Cấn|912345678|905111222|bảo vệ|proofs|TK1:|Bearer|eyJ/);
  });
});
