import { systemRandom, toHex } from '@temkin/kernel';
import { parseLabelToken } from '@temkin/parcel/domain';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { tokenText } from '../../packages/capabilities/parcel/src/domain/label/label-token.ts';
import { apiSpecs } from '../../packages/runtimes/local/src/api-document.ts';
import { agreed, decide, pendingIn } from '../support/approvals.ts';
import { deviceKeys } from '../support/device-keys.ts';
import { handTo, issue, labelOf, newParcel, openCase, openShift } from '../support/parcels.ts';
import { askForCode, historyPath, postPublicly } from '../support/parcel-history.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();

// In the first tenant: a parcel out for delivery, a shift, events. In the second: somebody of every kind that asks.
const parcel = await issue(system);
const shift = await openShift(system, 'shipper-an');
await handTo(system, parcel, shift.shiftId);

const other = { tenant: 'other', kind: 'staff', facility: 'DN-HAI-CHAU' } as const;
await system.enrol({
  ...other,
  subject: 'other-desk',
  roles: ['desk-clerk'],
  scopes: ['shifts:open', 'custody:record', 'parcels:read'],
});
await system.enrol({
  ...other,
  subject: 'other-security',
  roles: ['security-officer'],
  scopes: ['gate:set', 'gate:read'],
});
await system.enrol({
  ...other,
  subject: 'other-dispatcher',
  roles: ['dispatcher'],
  scopes: ['custody:record'],
});
await system.enrol({ ...other, subject: 'other-admin', roles: ['staff-admin'], scopes: ['access:admin'] });
await system.enrol({
  ...other,
  subject: 'other-support',
  roles: ['support'],
  scopes: ['parcels:resolve', 'parcels:open', 'parcels:amend'],
});
await system.enrol({
  ...other,
  subject: 'other-lead',
  roles: ['support-lead'],
  scopes: ['cases:open', 'subject-requests:handle'],
});
await system.enrol({ ...other, subject: 'other-shipper-load', roles: ['shipper'], scopes: ['shifts:load'] });
await system.enrol({
  ...other,
  subject: 'other-privacy',
  roles: ['privacy-officer'],
  scopes: ['parcels:open', 'parcels:shred', 'releases:make', 'approvals:decide'],
});
const ownParcel = await issue(system, {}, 'other-order-system');
const help = await openCase(system, { parcelId: parcel.parcelId, kind: 'support', reason: 'lost' });
const ownShift = await openShift(system, 'other-shipper-load', { by: 'other-desk', facility: 'DN-HAI-CHAU' });
const dispute = await openCase(system, { parcelId: parcel.parcelId, kind: 'dispute', reason: 'lost' });
const enrolled = await system.as('staff-admin-lan').post('/v1/devices', deviceKeys().newDevice);
const device = (await enrolled.json()) as { readonly deviceId: string };

const webhook = await system
  .as('order-system')
  .post('/v1/webhooks', { url: 'https://receiver.example/', events: ['parcel.state-changed'] });
const { webhookId } = (await webhook.json()) as { readonly webhookId: string };
/** Loads as the other tenant's shipper does: to the handset that signs, where no other is named. */
const load = (
  { shiftId = ownShift.shiftId, ...handset }: { readonly shiftId?: string; readonly deviceId?: string },
  named: object = { waybillNumbers: [ownParcel.waybillNumber] },
) => system.as('other-shipper-load').post(`/v1/shifts/${shiftId}/load`, { ...handset, ...named });

// Two codes for the parcel's recipient: one not entered yet, one that opened the history.
const phoned = { waybillNumber: parcel.waybillNumber, phone: '0912345678' };
const [asked, used] = [await askForCode(system, phoned), await askForCode(system, phoned)];
const history = await postPublicly(system, historyPath('demo', used.challengeId), { code: used.code });
const opened = { ...used, ...((await history.json()) as { readonly followUp: string }) };
const filing = await postPublicly(system, historyPath('demo', used.challengeId, 'requests'), {
  followUp: opened.followUp,
  kind: 'complaint',
});
const filed = (await filing.json()) as { readonly requestId: string };

// Something that waits for somebody's agreement.
const revoked = await issue(system);
await system.as('order-system').post(`/v1/parcels/${revoked.parcelId}/revoke`, { reason: 'cancelled' });
const pending = await pendingIn(
  await system.as('privacy-minh').post(`/v1/parcels/${revoked.parcelId}/shred`, { reason: 'unlawful' }),
);

const newRelease = {
  authority: 'Công an quận Ba Đình',
  officer: 'Trịnh Văn Lộc',
  documentNumber: '1207/CV',
  documentDate: '2026-11-20',
  verification: 'called-back',
  ground: 'criminal-case',
  groups: ['delivery'],
  validUntil: '2026-11-30',
};
const released = (await (
  await agreed(system, () =>
    system
      .as('privacy-minh')
      .post(
        '/v1/authority-releases',
        { ...newRelease, parcelId: parcel.parcelId },
        { 'idempotency-key': 'crossing' },
      ),
  )
).json()) as { readonly releaseId: string };

interface AuditEvent {
  readonly eventId: string;
  readonly actor: { readonly pseudonym: string };
  readonly resources: readonly { readonly pseudonym: string }[];
}

const eventsSeenBy = async (auditor: string, query: object = {}): Promise<readonly AuditEvent[]> => {
  const answer = await system.as(auditor).post('/v1/audit/queries', query);
  return ((await answer.json()) as { readonly events: readonly AuditEvent[] }).events;
};

const [event] = await eventsSeenBy('auditor-khanh', { parcelId: parcel.parcelId });
if (event === undefined) throw new Error('the first tenant has no events');

const randomId = (): string => toHex(systemRandom(16));

/** A token of the same form whose label was never issued. */
const randomToken = (): string => {
  const genuine = parseLabelToken(parcel.token);
  if (genuine === 'malformed') throw new Error('an issued token is well formed');
  const bytes = genuine.bytes.slice();
  bytes.set(systemRandom(8), 1);
  return tokenText(bytes);
};

const randomPseudonym = (): string => Buffer.from(systemRandom(16)).toString('base64url');

const randomEventId = (): string => `${event.eventId.slice(0, 18)}${randomUUID().slice(18)}`;

interface Told {
  readonly status: number;
  readonly body: {
    readonly code?: string;
    readonly results?: readonly { readonly problem?: { readonly code: string } }[];
    readonly events?: readonly unknown[];
    readonly counts?: readonly unknown[];
  };
}

/** What is answered, without the ids of the answer's own event. */
const told = async (answer: Response): Promise<Told> => ({
  status: answer.status,
  body: JSON.parse(
    (await answer.text()).replaceAll(/"(auditEvent|challengeId)":"[^"]+"/g, '"$1":""'),
  ) as Told['body'],
});

const noticesBefore = system.notices.length;

/** The code of a refusal, its own or that of the one item asked for. */
const refusalIn = ({ status, body }: Told): string | undefined => {
  if (status === 202) return system.notices.length === noticesBefore ? 'a challenge and no code' : 'a code';
  if (body.counts?.length === 0) return 'no counts';
  return body.events?.length === 0 ? 'no events' : (body.code ?? body.results?.[0]?.problem?.code);
};

const report = (subject: string, event_: object) =>
  system.as(subject).post('/v1/custody-events', { events: [event_] });

const openFor = (subject: string, body: object) => system.as(subject).post('/v1/parcels/open', body);

const arrival = { event: 'arrived', holder: { type: 'facility', id: 'DN-HAI-CHAU' } };

interface Crossing {
  readonly route: string;
  readonly by: string;
  /** An id of the first tenant. */
  readonly id: string;
  /** One of the same form that was never given out. */
  readonly random: () => string;
  readonly refusal: string;
  /** Asked by somebody of the second tenant. */
  readonly ask: (id: string) => Promise<Response>;
}

const crossings: readonly Crossing[] = [
  {
    route: 'GET /v1/parcels/{parcelId}',
    by: 'parcel id',
    id: parcel.parcelId,
    random: randomId,
    refusal: 'PARCEL.UNKNOWN',
    ask: (id) => system.as('other-order-system').get(`/v1/parcels/${id}`),
  },
  {
    route: 'POST /v1/parcels/resolve',
    by: 'token',
    id: parcel.token,
    random: randomToken,
    refusal: 'PARCEL.UNKNOWN',
    ask: (token) => system.as('other-shipper').post('/v1/parcels/resolve', { token, purpose: 'delivery' }),
  },
  {
    route: 'POST /v1/parcels/open',
    by: 'parcel id',
    id: parcel.parcelId,
    random: randomId,
    refusal: 'PARCEL.UNKNOWN',
    ask: (parcelId) => openFor('other-order-system', { parcelId, purpose: 'route' }),
  },
  {
    route: 'POST /v1/parcels/open',
    by: 'waybill number',
    id: parcel.waybillNumber,
    random: () => randomId().toUpperCase(),
    refusal: 'PARCEL.UNKNOWN',
    ask: (waybillNumber) => openFor('other-order-system', { waybillNumber, purpose: 'route' }),
  },
  ...['/v1/parcels/resolve', '/v1/parcels/open'].map((path) => ({
    route: `POST ${path}`,
    by: 'case',
    id: dispute.caseId,
    random: randomId,
    refusal: 'PARCEL.CASE_UNKNOWN',
    ask: (caseId: string) => {
      const { token, parcelId } = ownParcel;
      const named = path.endsWith('resolve') ? { token } : { parcelId };
      return system.as('other-support').post(path, { ...named, purpose: 'dispute', caseId });
    },
  })),
  {
    route: 'POST /v1/cases',
    by: 'parcel id',
    id: parcel.parcelId,
    random: randomId,
    refusal: 'PARCEL.UNKNOWN',
    ask: (parcelId) =>
      system.as('other-lead').post('/v1/cases', { parcelId, kind: 'dispute', reason: 'lost' }),
  },
  {
    route: 'POST /v1/cases/{caseId}/close',
    by: 'case',
    id: dispute.caseId,
    random: randomId,
    refusal: 'PARCEL.CASE_NOT_FOUND',
    ask: (id) => system.as('other-lead').post(`/v1/cases/${id}/close`),
  },
  {
    route: 'POST /v1/custody-events',
    by: 'parcel id',
    id: parcel.parcelId,
    random: randomId,
    refusal: 'PARCEL.UNKNOWN',
    ask: (parcelId) => report('other-order-system', { parcelId, ...arrival }),
  },
  {
    route: 'POST /v1/custody-events',
    by: 'waybill number',
    id: parcel.waybillNumber,
    random: () => randomId().toUpperCase(),
    refusal: 'PARCEL.UNKNOWN',
    ask: (waybillNumber) => report('other-order-system', { waybillNumber, ...arrival }),
  },
  {
    route: 'POST /v1/custody-events',
    by: 'token',
    id: parcel.token,
    random: randomToken,
    refusal: 'PARCEL.UNKNOWN',
    ask: (token) => report('other-desk', { token, ...arrival }),
  },
  {
    route: 'POST /v1/custody-events',
    by: 'facility',
    id: 'HN-BA-DINH',
    random: () => randomId().toUpperCase(),
    refusal: 'PARCEL.HOLDER_INVALID',
    ask: (id) =>
      report('other-order-system', {
        parcelId: ownParcel.parcelId,
        event: 'arrived',
        holder: { type: 'facility', id },
      }),
  },
  {
    route: 'POST /v1/custody-events',
    by: 'shift',
    id: shift.shiftId,
    random: randomId,
    refusal: 'PARCEL.HOLDER_INVALID',
    ask: (id) =>
      report('other-order-system', {
        parcelId: ownParcel.parcelId,
        event: 'out-for-delivery',
        holder: { type: 'shift', id },
      }),
  },
  {
    route: 'POST /v1/parcels/claims',
    by: 'token',
    id: parcel.token,
    random: randomToken,
    refusal: 'PARCEL.UNKNOWN',
    ask: (token) => system.as('other-shipper').post('/v1/parcels/claims', { token }),
  },
  {
    route: 'POST /v1/parcels/claims',
    by: 'shift',
    id: shift.shiftId,
    random: randomId,
    refusal: 'PARCEL.SHIFT_CLOSED',
    ask: (shiftId) =>
      system.as('other-dispatcher').post('/v1/parcels/claims', { token: ownParcel.token, shiftId }),
  },
  {
    route: 'POST /v1/labels',
    by: 'token',
    id: parcel.token,
    random: randomToken,
    refusal: 'PARCEL.UNKNOWN',
    ask: (token) =>
      system
        .as('other-order-system')
        .post('/v1/labels', { format: 'zpl', items: [labelOf({ ...parcel, token })] }),
  },
  {
    route: 'POST /v1/labels',
    by: 'waybill number',
    id: parcel.waybillNumber,
    random: () => randomId().toUpperCase(),
    refusal: 'PARCEL.LABEL_MISMATCH',
    ask: (waybillNumber) =>
      system
        .as('other-order-system')
        .post('/v1/labels', { format: 'svg', items: [labelOf({ ...ownParcel, waybillNumber })] }),
  },
  {
    route: 'GET /v1/facilities/{facilityId}/parcels',
    by: 'facility',
    id: 'HN-BA-DINH',
    random: () => randomId().toUpperCase(),
    refusal: 'PARCEL.FACILITY_UNKNOWN',
    ask: (id) => system.as('other-order-system').get(`/v1/facilities/${id}/parcels`),
  },
  {
    route: 'POST /v1/custody-gate',
    by: 'facility',
    id: 'HN-BA-DINH',
    random: () => randomId().toUpperCase(),
    refusal: 'PARCEL.FACILITY_UNKNOWN',
    ask: (facility) =>
      system
        .as('other-security')
        .post('/v1/custody-gate', { mode: 'enforce', facility, validFrom: '2026-12-01' }),
  },
  {
    route: 'GET /v1/custody-gate/report',
    by: 'facility',
    id: 'HN-BA-DINH',
    random: () => randomId().toUpperCase(),
    refusal: 'no counts',
    ask: (facility) =>
      system
        .as('other-security')
        .get(`/v1/custody-gate/report?from=2026-11-23&to=2026-11-23&facility=${facility}`),
  },
  {
    route: 'POST /v1/shifts',
    by: 'shipper',
    id: 'shipper-an',
    random: randomId,
    refusal: 'PARCEL.SHIPPER_NOT_ROSTERED',
    ask: (shipper) => system.as('other-desk').post('/v1/shifts', { shipper, facility: 'DN-HAI-CHAU' }),
  },
  {
    route: 'POST /v1/shifts',
    by: 'facility',
    id: 'HN-BA-DINH',
    random: () => randomId().toUpperCase(),
    refusal: 'PARCEL.SHIPPER_NOT_ROSTERED',
    ask: (facility) => system.as('other-desk').post('/v1/shifts', { shipper: 'other-shipper', facility }),
  },
  {
    route: 'POST /v1/shifts/{shiftId}/close',
    by: 'shift',
    id: shift.shiftId,
    random: randomId,
    refusal: 'PARCEL.SHIFT_UNKNOWN',
    ask: (id) => system.as('other-desk').post(`/v1/shifts/${id}/close`),
  },
  {
    route: 'POST /v1/parcels/{parcelId}/amendments',
    by: 'parcel id',
    id: parcel.parcelId,
    random: randomId,
    refusal: 'PARCEL.UNKNOWN',
    ask: (id) => system.as('other-order-system').post(`/v1/parcels/${id}/amendments`, { codAmountVnd: 1 }),
  },
  {
    route: 'POST /v1/parcels/{parcelId}/amendments',
    by: 'case',
    id: help.caseId,
    random: randomId,
    refusal: 'PARCEL.CASE_UNKNOWN',
    ask: (caseId) =>
      system
        .as('other-support')
        .post(`/v1/parcels/${ownParcel.parcelId}/amendments`, { handlingNote: null, caseId }),
  },
  {
    route: 'POST /v1/shifts/{shiftId}/load',
    by: 'shift',
    id: shift.shiftId,
    random: randomId,
    refusal: 'PARCEL.SHIFT_UNKNOWN',
    ask: (shiftId) => load({ shiftId }),
  },
  {
    route: 'POST /v1/shifts/{shiftId}/load',
    by: 'device id',
    id: device.deviceId,
    random: () => Buffer.from(systemRandom(32)).toString('base64url'),
    refusal: 'PARCEL.DEVICE_INVALID',
    ask: (deviceId) => load({ deviceId }),
  },
  {
    route: 'POST /v1/shifts/{shiftId}/load',
    by: 'waybill number',
    id: parcel.waybillNumber,
    random: () => randomId().toUpperCase(),
    refusal: 'PARCEL.UNKNOWN',
    ask: (number) => load({}, { waybillNumbers: [number] }),
  },
  {
    route: 'POST /v1/parcels/{parcelId}/collection',
    by: 'parcel id',
    id: parcel.parcelId,
    random: randomId,
    refusal: 'PARCEL.UNKNOWN',
    ask: (id) => system.as('other-desk').post(`/v1/parcels/${id}/collection`, { shipper: 'other-shipper' }),
  },
  {
    route: 'POST /v1/parcels/{parcelId}/collection',
    by: 'shipper',
    id: 'shipper-an',
    random: randomId,
    refusal: 'PARCEL.SHIPPER_NOT_ROSTERED',
    ask: (shipper) =>
      system.as('other-desk').post(`/v1/parcels/${ownParcel.parcelId}/collection`, { shipper }),
  },
  {
    route: 'POST /v1/parcels/{parcelId}/collection/cancel',
    by: 'parcel id',
    id: parcel.parcelId,
    random: randomId,
    refusal: 'PARCEL.UNKNOWN',
    ask: (id) => system.as('other-desk').post(`/v1/parcels/${id}/collection/cancel`),
  },
  {
    route: 'POST /v1/parcels/{parcelId}/reissue',
    by: 'parcel id',
    id: parcel.parcelId,
    random: randomId,
    refusal: 'PARCEL.UNKNOWN',
    ask: (id) =>
      system
        .as('other-order-system')
        .post(`/v1/parcels/${id}/reissue`, { ...newParcel(), waybillNumber: parcel.waybillNumber }),
  },
  {
    route: 'POST /v1/parcels/{parcelId}/revoke',
    by: 'parcel id',
    id: parcel.parcelId,
    random: randomId,
    refusal: 'PARCEL.UNKNOWN',
    ask: (id) => system.as('other-order-system').post(`/v1/parcels/${id}/revoke`, { reason: 'cancelled' }),
  },
  ...['enable', 'disable', 'remove', 'rotate-secret', 'test', 'redeliver'].map((act) => ({
    route: `POST /v1/webhooks/{webhookId}/${act}`,
    by: 'webhook id',
    id: webhookId,
    random: randomId,
    refusal: 'WEBHOOK.UNKNOWN',
    ask: (id: string) => system.as('other-order-system').post(`/v1/webhooks/${id}/${act}`),
  })),
  {
    route: 'POST /v1/parcels/{parcelId}/shred',
    by: 'parcel id',
    id: revoked.parcelId,
    random: randomId,
    refusal: 'PARCEL.UNKNOWN',
    ask: (id) => system.as('other-privacy').post(`/v1/parcels/${id}/shred`, { reason: 'unlawful' }),
  },
  ...[
    { by: 'parcelId', id: parcel.parcelId, random: randomId },
    { by: 'waybillNumber', id: parcel.waybillNumber, random: () => randomId().toUpperCase() },
  ].map((one) => ({
    ...one,
    route: 'POST /v1/authority-releases',
    refusal: 'PARCEL.UNKNOWN',
    ask: (id: string) =>
      system.as('other-privacy').post('/v1/authority-releases', { ...newRelease, [one.by]: id }),
  })),
  {
    route: 'POST /v1/parcels/open',
    by: 'release',
    id: released.releaseId,
    random: randomId,
    refusal: 'PARCEL.CASE_UNKNOWN',
    ask: (caseId) => openFor('other-privacy', { parcelId: ownParcel.parcelId, purpose: 'authority', caseId }),
  },
  {
    route: 'GET /v1/authority-releases/{releaseId}',
    by: 'release',
    id: released.releaseId,
    random: randomId,
    refusal: 'PARCEL.RELEASE_NOT_FOUND',
    ask: (id) => system.as('other-privacy').get(`/v1/authority-releases/${id}`),
  },
  {
    route: 'POST /v1/authority-releases/{releaseId}/close',
    by: 'release',
    id: released.releaseId,
    random: randomId,
    refusal: 'PARCEL.RELEASE_NOT_FOUND',
    ask: (id) => system.as('other-privacy').post(`/v1/authority-releases/${id}/close`),
  },
  ...(['approve', 'reject'] as const).map((act) => ({
    route: `POST /v1/approvals/{approvalId}/${act}`,
    by: 'approval',
    id: pending.approvalId,
    random: randomId,
    refusal: 'ACCESS.APPROVAL_UNKNOWN',
    ask: (approvalId: string) => decide(system, { approvalId }, act, 'other-privacy'),
  })),
  ...['suspend', 'revoke', 'reinstate'].map((act) => ({
    route: `POST /v1/staff/{staffId}/${act}`,
    by: 'staff id',
    id: 'shipper-an',
    random: randomId,
    refusal: 'ACCESS.PRINCIPAL_UNKNOWN',
    ask: (id: string) => system.as('other-admin').post(`/v1/staff/${id}/${act}`),
  })),
  ...[{ waybillNumber: parcel.waybillNumber }, { token: parcel.token }].flatMap((name) =>
    Object.entries(name).map(([by, id]) => ({
      route: 'POST /v1/public/{company}/parcel-history',
      by,
      id,
      random: by === 'token' ? randomToken : () => randomId().toUpperCase(),
      refusal: 'a challenge and no code',
      ask: (named: string) =>
        postPublicly(system, historyPath('other'), { [by]: named, phone: '0912345678' }),
    })),
  ),
  {
    route: 'POST /v1/public/{company}/parcel-history/{challengeId}',
    by: 'challenge',
    id: asked.challengeId,
    random: randomId,
    refusal: 'PARCEL.CODE_INVALID',
    ask: (id) => postPublicly(system, historyPath('other', id), { code: asked.code }),
  },
  {
    route: 'POST /v1/public/{company}/parcel-history/{challengeId}/requests',
    by: 'challenge',
    id: opened.challengeId,
    random: randomId,
    refusal: 'PARCEL.CODE_INVALID',
    ask: (id) =>
      postPublicly(system, historyPath('other', id, 'requests'), {
        followUp: opened.followUp,
        kind: 'erasure',
      }),
  },
  {
    route: 'POST /v1/subject-requests/{requestId}/close',
    by: 'request',
    id: filed.requestId,
    random: randomEventId,
    refusal: 'PARCEL.REQUEST_UNKNOWN',
    ask: (id) => system.as('other-lead').post(`/v1/subject-requests/${id}/close`, { outcome: 'fulfilled' }),
  },
  {
    route: 'POST /v1/devices',
    by: 'facility',
    id: 'HN-BA-DINH',
    random: () => randomId().toUpperCase(),
    refusal: 'ACCESS.FACILITY_UNKNOWN',
    ask: (facility) => system.as('other-admin').post('/v1/devices', { ...deviceKeys().newDevice, facility }),
  },
  {
    route: 'POST /v1/devices/{deviceId}/revoke',
    by: 'device id',
    id: device.deviceId,
    random: () => Buffer.from(systemRandom(32)).toString('base64url'),
    refusal: 'ACCESS.DEVICE_UNKNOWN',
    ask: (id) => system.as('other-admin').post(`/v1/devices/${id}/revoke`),
  },
  {
    route: 'GET /v1/audit/events/{eventId}',
    by: 'event id',
    id: event.eventId,
    random: randomEventId,
    refusal: 'AUDIT.EVENT_UNKNOWN',
    ask: (id) => system.as('other-auditor').get(`/v1/audit/events/${id}`),
  },
  ...[
    { by: 'parcelId', id: parcel.parcelId, random: randomId },
    { by: 'waybillNumber', id: parcel.waybillNumber, random: () => randomId().toUpperCase() },
    { by: 'subject', id: event.resources[0]?.pseudonym ?? '', random: randomPseudonym },
    { by: 'actor', id: event.actor.pseudonym, random: randomPseudonym },
  ].map((one) => ({
    ...one,
    route: 'POST /v1/audit/queries',
    refusal: 'no events',
    ask: (id: string) => system.as('other-auditor').post('/v1/audit/queries', { [one.by]: id }),
  })),
];

/** Routes that take no id of anything that exists; the first two have a test of their own below. */
const WITHOUT_IDS = [
  'POST /v1/parcels',
  'POST /v1/parcels/batch',
  'GET /v1/shifts/current',
  'GET /v1/subject-requests',
  'POST /v1/parcels/search',
  'GET /v1/bundle-keys',
  'GET /v1/staff',
  'GET /v1/facilities',
  'POST /v1/webhooks',
  'GET /v1/webhooks',
  'GET /v1/devices',
  'GET /v1/approvals',
];

describe('an id of another tenant', () => {
  it('is tried on every route that takes one', () => {
    expect([...new Set([...crossings.map(({ route }) => route), ...WITHOUT_IDS])].toSorted()).toEqual(
      apiSpecs.map(({ method, path }) => `${method} ${path}`).toSorted(),
    );
  });

  it.each(crossings)(
    'is answered by $route as one that never was: $by',
    async ({ ask, id, random, refusal }) => {
      const foreign = await told(await ask(id));
      expect(refusalIn(foreign)).toBe(refusal);
      expect(foreign).toEqual(await told(await ask(random())));
      expect(JSON.stringify(foreign)).not.toContain(id);
    },
  );

  it('changed nothing in its own tenant, whoever tried', async () => {
    const answer = await system.as('order-system').get(`/v1/parcels/${parcel.parcelId}`);
    expect(await answer.json()).toMatchObject({
      state: 'out-for-delivery',
      holder: { type: 'shift', id: shift.shiftId },
    });
    const current = await system.as('shipper-an').get('/v1/shifts/current');
    expect(await current.json()).toMatchObject({ shiftId: shift.shiftId, state: 'open' });
  });
});

describe('two tenants that have asked for each other’s', () => {
  it('audit their own events and no others', async () => {
    const ours = new Set((await eventsSeenBy('auditor-khanh', { limit: 200 })).map(({ eventId }) => eventId));
    const theirs = await eventsSeenBy('other-auditor', { limit: 200 });
    expect(theirs.length).toBeGreaterThan(crossings.length);
    expect(theirs.filter(({ eventId }) => ours.has(eventId))).toEqual([]);
  });

  it('cross nowhere by a fault', () => {
    expect(system.faults).toEqual([]);
  });
});
