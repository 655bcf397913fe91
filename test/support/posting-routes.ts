import { deviceKeys } from './device-keys.ts';
import { newParcel } from './parcels.ts';
import { holderOf, moveOf, registrationOf, verificationOf } from './registrations.ts';
import { authorityRequestOf } from './self-checks.ts';
import { wishedExport } from './wished-exports.ts';

/** A route that takes bodies: who may call it, and a body that its schema takes, with every optional field. */
export interface PostingRoute {
  /** As the specification has it. */
  readonly template: string;
  readonly path: string;
  readonly by: string;
  /** Undefined where the route takes none. */
  readonly body?: () => object;
  /** Top-level properties that may be null. */
  readonly nullable?: readonly string[];
}

const route = (
  template: string,
  by: string,
  body?: () => object,
  nullable?: readonly string[],
): PostingRoute => ({
  template,
  path: template
    .replace('/v1/subject-requests/{requestId}', '/v1/subject-requests/00000000-0000-7000-8000-000000000000')
    .replace('{personId}', '00000000-0000-4000-8000-000000000000')
    .replace('{subscriptionId}', '00000000-0000-4000-8000-000000000000')
    .replace('{findingId}', '00000000-0000-4000-8000-000000000000')
    .replace('{index}', 'msisdn')
    .replace('{part}', '1')
    .replace('{intentId}', '00000000-0000-4000-8000-000000000000')
    .replace('{deviceId}', 'A'.repeat(43))
    .replaceAll(/\{\w+\}/g, '0'.repeat(32)),
  by,
  ...(body !== undefined && { body }),
  ...(nullable !== undefined && { nullable }),
});

/** What an auditor may ask by. */
const criteria = () => ({
  parcelId: '0'.repeat(32),
  waybillNumber: 'NONE-1',
  subject: 'A'.repeat(22),
  actor: 'A'.repeat(22),
  action: 'parcel.issue',
  outcome: 'allowed',
  from: '2026-11-23T00:00:00Z',
  to: '2026-11-24T00:00:00Z',
  cursor: '019ab000-0000-7000-8000-000000000000',
});

const parcel = () => newParcel({ kind: 'sealed', service: 'domestic' });

const party = ({ kind: _kind, ...fields }: ReturnType<typeof holderOf>) => fields;

/** Every field that a registration may have, of whoever may be there. */
const wholeRegistration = () => {
  const image = { imageId: 'image-1', sha256: 'ab'.repeat(32) };
  const document = { ...holderOf(1).document, other: [{ caption: 'Đặc điểm', text: 'không' }] };
  const address = { printed: 'Số 1 phố Đội Cấn', formerCommuneCode: '00004' };
  const guardian = party(holderOf(2, { address, document }));
  return registrationOf(1, {
    holder: {
      guardian,
      guardianConsent: image,
      relationshipProof: image,
      representative: { ...guardian, identity: { kind: 'passport', number: 'C1234567', issuer: 'VNM' } },
      representedBy: 'authorised-person',
      authorisation: image,
    },
    subscription: { user: guardian, contract: image },
    transactionId: '0'.repeat(32),
  });
};

/** Every POST route of the system. */
export const POSTING_ROUTES: readonly PostingRoute[] = [
  route('/v1/parcels', 'order-system', parcel),
  route('/v1/parcels/batch', 'order-system', () => ({ parcels: [parcel()] })),
  route('/v1/parcels/resolve', 'support-phuc', () => ({
    token: 'TK1:0',
    purpose: 'dispute',
    caseId: 'case-1',
  })),
  route('/v1/parcels/open', 'support-phuc', () => ({
    waybillNumber: 'NONE-1',
    purpose: 'support',
    caseId: 'case-1',
    reason: 'complaint',
  })),
  route('/v1/cases', 'support-lead-quynh', () => ({
    waybillNumber: 'NONE-1',
    kind: 'dispute',
    reason: 'lost',
  })),
  route('/v1/cases/{caseId}/close', 'support-lead-quynh'),
  route('/v1/custody-events', 'order-system', () => ({
    events: [
      {
        parcelId: '0'.repeat(32),
        event: 'delivered',
        holder: { type: 'facility', id: 'HN-BA-DINH' },
        occurredAt: '2026-11-23T07:59:00+07:00',
        sourceEventId: 'scan-1',
        detail: { to: 'neighbour', proof: { kind: 'photo', reference: 'proof-1' } },
      },
    ],
  })),
  route('/v1/public/{company}/parcel-history', 'order-system', () => ({
    waybillNumber: 'NONE-1',
    phone: '0912345678',
  })),
  route('/v1/public/{company}/parcel-history/{challengeId}', 'order-system', () => ({ code: '00000000' })),
  route('/v1/public/{company}/parcel-history/{challengeId}/requests', 'order-system', () => ({
    followUp: 'A'.repeat(43),
    kind: 'erasure',
  })),
  route('/v1/parcels/search', 'support-phuc', () => ({
    phone: '0912345678',
    purpose: 'support',
    limit: 1,
    cursor: '2026-11',
  })),
  route('/v1/subject-requests/{requestId}/close', 'privacy-minh', () => ({ outcome: 'fulfilled' })),
  route('/v1/parcels/claims', 'dispatcher-phong', () => ({ token: 'TK1:0', shiftId: '0'.repeat(32) })),
  route('/v1/parcels/{parcelId}/collection', 'dispatcher-phong', () => ({ shipper: 'shipper-an' })),
  route('/v1/parcels/{parcelId}/collection/cancel', 'dispatcher-phong'),
  route('/v1/labels', 'desk-em', () => ({
    format: 'png',
    dpi: 300,
    items: [
      {
        token: 'TK1:0',
        waybillNumber: 'NONE-1',
        recipient: { name: 'Nguyễn Văn An', address: { street: '12 đường Láng', communeCode: '00004' } },
        sortCode: 'HN-1',
        codAmountVnd: 1,
      },
    ],
  })),
  route('/v1/custody-gate', 'security-ha', () => ({
    mode: 'enforce',
    facility: 'HN-BA-DINH',
    role: 'shipper',
    validFrom: '2026-11-23',
  })),
  route(
    '/v1/parcels/{parcelId}/amendments',
    'order-system',
    () => ({
      recipient: { address: { street: 'Số 8, Phố Đội Cấn', communeCode: '00004' }, phone: '0912345678' },
      substitute: { name: 'Lê Thu Trang' },
      deliveryWindow: { from: '2026-11-24T18:00:00+07:00', to: '2026-11-24T20:00:00+07:00' },
      codAmountVnd: 100_000,
      handlingNote: 'Gọi trước khi giao',
      sortCode: 'HN-BD-01',
      caseId: 'case-1',
    }),
    ['substitute', 'deliveryWindow', 'codAmountVnd', 'handlingNote'],
  ),
  route('/v1/parcels/{parcelId}/reissue', 'order-system', parcel),
  route('/v1/parcels/{parcelId}/revoke', 'order-system', () => ({ reason: 'cancelled' })),
  route('/v1/shifts', 'desk-em', () => ({ shipper: 'nobody', facility: 'HN-BA-DINH' })),
  route('/v1/shifts/{shiftId}/close', 'desk-em'),
  route('/v1/shifts/{shiftId}/load', 'shipper-an', () => ({
    tokens: ['TK1:0'],
    waybillNumbers: ['NONE-1'],
    deviceId: 'A'.repeat(43),
  })),
  route('/v1/staff/{staffId}/suspend', 'staff-admin-lan'),
  route('/v1/staff/{staffId}/revoke', 'staff-admin-lan'),
  route('/v1/staff/{staffId}/reinstate', 'staff-admin-lan'),
  route('/v1/devices', 'staff-admin-lan', () => ({ ...deviceKeys().newDevice, facility: 'HN-BA-DINH' })),
  route('/v1/devices/{deviceId}/revoke', 'staff-admin-lan'),
  route('/v1/webhooks', 'staff-admin-lan', () => ({
    url: 'https://receiver.example/',
    events: ['parcel.state-changed'],
  })),
  route('/v1/webhooks/{webhookId}/enable', 'staff-admin-lan'),
  route('/v1/webhooks/{webhookId}/disable', 'staff-admin-lan'),
  route('/v1/webhooks/{webhookId}/remove', 'staff-admin-lan'),
  route('/v1/webhooks/{webhookId}/rotate-secret', 'staff-admin-lan'),
  route('/v1/webhooks/{webhookId}/test', 'staff-admin-lan'),
  route('/v1/webhooks/{webhookId}/redeliver', 'staff-admin-lan'),
  route('/v1/call-reports', 'operator-mobile', () => ({
    intentId: crypto.randomUUID(),
    state: 'ringing',
    at: '2026-11-23T01:00:00Z',
  })),
  route('/v1/call-intents', 'shipper-an', () => ({
    waybillNumber: 'NONE-1',
    mode: 'masked',
    declared: 'late',
    calledAt: '2026-11-23T08:00:00Z',
  })),
  route('/v1/call-intents/{intentId}/cancel', 'shipper-an'),
  route('/v1/staff-numbers', 'staff-admin-lan', () => ({ shipper: 'nobody-here', number: '0912345678' })),
  route('/v1/staff-numbers/{staffNumberId}/retire', 'staff-admin-lan'),
  route('/v1/collection-accounts', 'staff-admin-lan', () => ({
    bank: '970436',
    account: '0011001234567',
    holderName: 'BUU CHINH DEMO',
  })),
  route('/v1/collection-accounts/{accountId}/retire', 'staff-admin-lan'),
  route('/v1/collection-qr', 'shipper-an', () => ({ waybillNumber: 'NONE-1', amountVnd: 1 })),
  route('/v1/public/{company}/caller-checks', 'order-system', () => ({
    callingNumber: '+842471000001',
    ownLast4: '0000',
    spokenCode: '0000',
  })),
  route('/v1/public/{company}/citizen-messages', 'order-system', () => ({
    kind: 'text',
    from: '+84912345678',
    text: 'KT 02471000001 4827',
  })),
  route('/v1/public/{company}/caller-history', 'order-system', () => ({ phone: '0912345678' })),
  route('/v1/public/{company}/caller-history/{challengeId}', 'order-system', () => ({ code: '00000000' })),
  route('/v1/public/{company}/badge-checks', 'order-system', () => ({
    badge: 'TB1:0000000000000000',
    waybillNumber: 'NONE-1',
  })),
  route('/v1/public/{company}/payment-checks', 'order-system', () => ({
    waybillNumber: 'NONE-1',
    bank: '970436',
    account: '0011001234567',
  })),
  route('/v1/public/{company}/reports', 'order-system', () => ({
    kind: 'call',
    callingNumber: '+842471000001',
    calledAt: '2026-11-23T00:59:00Z',
    ownLast4: '0000',
    waybillNumber: 'NONE-1',
    bank: '970436',
    account: '0011001234567',
    text: 'Không quen',
  })),
  route('/stir/v1/signing', 'operator-mobile', () => ({
    signingRequest: {
      attest: 'A',
      dest: { tn: ['84912345678'] },
      iat: 1_795_278_053,
      orig: { tn: '842471000001' },
      origid: '00000000-0000-4000-8000-000000000000',
    },
  })),
  route('/stir/v1/verification', 'operator-mobile', () => ({
    verificationRequest: {
      identityHeader: 'none',
      from: { tn: '842471000001' },
      to: { tn: '84912345678' },
      time: '2026-11-23T01:00:00Z',
      callId: 'call-1',
    },
  })),
  route('/v1/registry/open', 'security-ha', () => ({ expectedPeople: 10 })),
  route('/v1/registry/indexes/{index}/rebuild', 'security-ha', () => ({ generation: 1, expectedPeople: 10 })),
  route('/v1/registry/sweeps', 'security-ha'),
  route('/v1/registry/transactions', 'registrar-giang', () => ({ purpose: 'registration' })),
  route('/v1/registry/cases', 'registrar-giang', () => ({
    purpose: 'correction',
    personId: '00000000-0000-4000-8000-000000000000',
  })),
  route('/v1/registry/cases/{caseId}/close', 'registrar-giang'),
  route('/v1/subscribers/search', 'registrar-giang', () => ({
    purpose: 'registration',
    transactionId: '0'.repeat(32),
    name: 'Nguyễn Thị Hoà',
    birthDate: '1990',
    address: { printed: 'Số 1 phố Đội Cấn', communeCode: '00004' },
    kind: 'citizen',
    use: 'person',
  })),
  route('/v1/subscribers/{personId}/read', 'registrar-giang', () => ({
    purpose: 'registration',
    transactionId: '0'.repeat(32),
    fields: { name: 'full', msisdn: 'masked' },
    subscriptionId: '00000000-0000-4000-8000-000000000000',
  })),
  route('/v1/registry/imports', 'operator-mobile', () => ({
    format: 'csv',
    columns: ['holder.name', 'subscription.msisdn'],
    mode: 'legacy',
    kind: 'full',
  })),
  route('/v1/registry/imports/{importId}/parts', 'operator-mobile', () => ({
    part: 1,
    bytes: 100,
    sha256: 'ab'.repeat(32),
    rows: 1,
    isLast: true,
  })),
  route('/v1/registry/imports/{importId}/begin', 'operator-mobile'),
  route('/v1/registry/imports/{importId}/cancel', 'operator-mobile'),
  route('/v1/registry/exports', 'privacy-minh', () => wishedExport()),
  route('/v1/registry/exports/{exportId}/release', 'privacy-minh'),
  route('/v1/registry/exports/{exportId}/parts/{part}/fetch', 'privacy-minh'),
  route('/v1/registry/exports/{exportId}/cancel', 'privacy-minh'),
  route('/v1/public/{company}/self-check', 'order-system', () => ({
    msisdn: '0912345678',
    identity: { kind: 'passport', number: 'C1234567', issuer: 'VNM' },
  })),
  route('/v1/public/{company}/self-check/{challengeId}', 'order-system', () => ({ code: '00000000' })),
  route('/v1/public/{company}/self-check/{challengeId}/claims', 'order-system', () => ({
    session: 'A'.repeat(43),
    subscriptionId: '00000000-0000-4000-8000-000000000000',
  })),
  route('/v1/public/{company}/self-check/{challengeId}/requests', 'order-system', () => ({
    session: 'A'.repeat(43),
    kind: 'view',
  })),
  route('/v1/public/{company}/claim-checks', 'order-system', () => ({ receipt: '0000-0000-0000-0000' })),
  route('/v1/registry/claims/{claimId}/decide', 'support-lead-quynh', () => ({ decision: 'rejected' })),
  route('/v1/registry/subject-requests', 'privacy-minh', () => ({
    personId: '00000000-0000-4000-8000-000000000000',
    kind: 'view',
    needsProcessor: true,
  })),
  route('/v1/registry/subject-requests/{requestId}/decide', 'privacy-minh', () => ({
    answer: 'refused',
    ground: 'not-the-holder',
  })),
  route('/v1/registry/subject-requests/{requestId}/extend', 'privacy-minh', () => ({
    days: 1,
    reasons: 'Phải hỏi bên xử lý',
  })),
  route('/v1/registry/subject-requests/{requestId}/close', 'privacy-minh', () => ({ outcome: 'withdrawn' })),
  route('/v1/registry/subject-requests/{requestId}/copy', 'privacy-minh'),
  route('/v1/registry/marks/lift', 'privacy-minh', () => ({
    personId: '00000000-0000-4000-8000-000000000000',
    caseId: '0'.repeat(32),
    mark: 'restricted',
  })),
  route('/v1/registry/authority-requests', 'privacy-minh', () =>
    authorityRequestOf({
      people: [
        { msisdn: '0912345678', use: 'person', formerHolders: true },
        { identity: { kind: 'passport', number: 'C1234567', issuer: 'VNM' } },
        { personId: '00000000-0000-4000-8000-000000000000' },
      ],
    }),
  ),
  route('/v1/registry/authority-requests/{requestId}/release', 'privacy-minh'),
  route(
    '/v1/registry/authority-requests/{requestId}/handovers/{handoverId}/images/{imageId}/read',
    'privacy-minh',
  ),
  route('/v1/registry/authority-requests/{requestId}/hand-over', 'privacy-minh'),
  route('/v1/registry/authority-requests/{requestId}/close', 'privacy-minh', () => ({
    outcome: 'handed-over',
    minutes: {
      reference: 'BB-1',
      receivedBy: 'Đại úy Lê Văn Tám',
      deliveredBy: 'by-hand',
      signedAt: '2026-11-23T00:30:00Z',
    },
  })),
  route('/v1/subscriptions', 'registrar-giang', wholeRegistration),
  route('/v1/subscribers/{personId}/images/{imageId}/read', 'registrar-giang', () => ({
    purpose: 'correction',
    caseId: '0'.repeat(32),
    field: 'portrait',
    subscriptionId: '00000000-0000-4000-8000-000000000000',
  })),
  ...['suspend', 'resume', 'terminate', 'transfer'].map((move) =>
    route(`/v1/subscriptions/{subscriptionId}/${move}`, 'registrar-giang', () =>
      moveOf(move, { transactionId: '0'.repeat(32) }),
    ),
  ),
  route('/v1/subscriptions/{subscriptionId}/codes', 'registrar-giang', () => ({
    transactionId: '0'.repeat(32),
  })),
  route('/v1/subscriptions/{subscriptionId}/verify', 'registrar-giang', () =>
    verificationOf('0'.repeat(32), {
      method: 'face-to-face',
      faceImageId: '0'.repeat(32),
      hasRecordedCall: true,
      code: { codeId: '00000000-0000-4000-8000-000000000000', digits: '00000000' },
      compared: { name: 'match' },
    }),
  ),
  route('/v1/subscriptions/{subscriptionId}/findings', 'registrar-giang', () => ({
    timeline: 'device-change',
    grounds: 'network',
    foundAt: '2026-11-23T01:00:00Z',
  })),
  route('/v1/subscriptions/{subscriptionId}/findings/{findingId}/withdraw', 'registrar-giang'),
  route('/v1/subscriptions/{subscriptionId}/reports', 'operator-mobile', () => ({
    what: 'used-again',
    at: '2026-11-23T01:00:00Z',
    lastUsedAt: '2026-01-02T01:00:00Z',
  })),
  route('/v1/numbers', 'staff-admin-lan', () => ({
    number: '+842471000009',
    brandName: 'BUUCHINH',
    displayName: 'Bưu chính Demo',
    longName: 'Bưu chính Demo - Giao hàng',
  })),
  route('/v1/numbers/retire', 'staff-admin-lan', () => ({ number: '+842471000009' })),
  route('/v1/parcels/{parcelId}/shred', 'privacy-minh', () => ({ reason: 'ordered' })),
  route('/v1/authority-releases', 'privacy-minh', () => ({
    waybillNumber: 'NONE-1',
    authority: 'Công an quận Ba Đình',
    officer: 'Trịnh Văn Lộc',
    documentNumber: '1207/CV',
    documentDate: '2026-11-20',
    verification: 'called-back',
    ground: 'criminal-case',
    groups: ['delivery'],
    validUntil: '2026-11-30',
  })),
  route('/v1/authority-releases/{releaseId}/close', 'privacy-minh'),
  route('/v1/approvals/{approvalId}/approve', 'privacy-minh'),
  route('/v1/approvals/{approvalId}/reject', 'privacy-minh'),
  route('/v1/audit/unmask', 'auditor-khanh', () => ({
    pseudonym: 'A'.repeat(22),
    caseId: '0'.repeat(32),
  })),
  route('/v1/audit/queries', 'auditor-khanh', () => ({ ...criteria(), question: 'who-read', limit: 1 })),
  route('/v1/audit/exports', 'auditor-khanh', () => ({
    ...criteria(),
    question: 'claims',
    format: 'jsonl',
    limit: 1,
  })),
  route('/v1/audit/counts', 'auditor-khanh', () => ({ ...criteria(), question: 'top-readers' })),
];
