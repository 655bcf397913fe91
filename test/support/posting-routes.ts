import { deviceKeys } from './device-keys.ts';
import { newParcel } from './parcels.ts';
import { route, type PostingRoute } from './posting-route.ts';
import { REGISTRY_POSTING_ROUTES } from './registry-posting-routes.ts';

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
  ...REGISTRY_POSTING_ROUTES,
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
