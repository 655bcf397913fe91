import { route, type PostingRoute } from './posting-route.ts';
import { holderOf, moveOf, registrationOf, verificationOf } from './registrations.ts';
import { authorityRequestOf } from './self-checks.ts';
import { wishedExport } from './wished-exports.ts';

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

/** Every POST route of the subscriber registry. */
export const REGISTRY_POSTING_ROUTES: readonly PostingRoute[] = [
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
    transactionId: '0'.repeat(32),
    timeline: 'wrong-information',
    grounds: 'document',
    foundAt: '2026-11-23T01:00:00Z',
  })),
  route('/v1/subscriptions/{subscriptionId}/findings/{findingId}/withdraw', 'registrar-giang'),
  route('/v1/subscriptions/{subscriptionId}/reports', 'operator-mobile', () => ({
    what: 'used-again',
    at: '2026-11-23T01:00:00Z',
    lastUsedAt: '2026-01-02T01:00:00Z',
  })),
];
