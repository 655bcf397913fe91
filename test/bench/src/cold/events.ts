import { issueCertificate, issueRoot, toPem } from '@temkin/stir-certificates';
import { httpApiEvent } from '../../../support/http-api-simulator.ts';
import { memorySigner } from '../../../support/memory-signer.ts';

const ORIGIN_SECRET = 'an-origin-secret-of-the-bench-and-of-nothing-else';

const authority = { signer: memorySigner('ES256'), name: 'STIR root of the bench' };

const inForce = { from: Date.now() - 86_400_000, until: Date.now() + 365 * 86_400_000 };

/** One company that signs calls, and one authority. */
const CALL_SIGNING = {
  origin: 'https://api.example',
  certificates: [
    {
      tenant: 'ems',
      pem: toPem([
        await issueCertificate(authority, {
          name: 'SHAKEN 709J',
          publicKey: await memorySigner('ES256').publicKey(),
          serial: Uint8Array.of(2),
          spc: '709J',
          ...inForce,
        }),
      ]),
    },
  ],
  anchors: [{ pem: toPem([await issueRoot(authority, { serial: Uint8Array.of(1), ...inForce })]) }],
  revocations: [],
  hosts: [],
  providers: [],
  clientCertificates: 'edge',
  clients: [],
};

/** What the stack tells a function; nothing here leads anywhere. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  AWS_REGION: 'ap-southeast-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  TEMKIN_TABLE_PREFIX: 'temkin-bench-',
  TEMKIN_MAIN_ROOT_KEY: 'arn:aws:kms:ap-southeast-1:123456789012:key/main',
  TEMKIN_ESCROW_ROOT_KEY: 'arn:aws:kms:ap-southeast-1:123456789012:key/escrow',
  TEMKIN_REGISTRY_ROOT_KEY: 'arn:aws:kms:ap-southeast-1:123456789012:key/registry',
  TEMKIN_REGISTRY_INDEX_ROOT_KEY: 'arn:aws:kms:ap-southeast-1:123456789012:key/registry-index',
  TEMKIN_BUNDLE_SIGNING_KEY: 'arn:aws:kms:ap-southeast-1:123456789012:key/bundle-signing',
  TEMKIN_LOG_SIGNING_KEY: 'arn:aws:kms:ap-southeast-1:123456789012:key/log-signing',
  TEMKIN_LOG_BUCKET: 'temkin-bench-logs',
  TEMKIN_REGISTRY_BUCKET: 'temkin-bench-registry',
  TEMKIN_REGISTRY_SWEEP_MACHINE: 'arn:aws:states:ap-southeast-1:123456789012:stateMachine:registry-sweep',
  TEMKIN_LOG_PREFIX: 'api.example/v1/audit/log',
  TEMKIN_ORIGIN_SECRETS: ORIGIN_SECRET,
  TEMKIN_NOTICE_URL: 'https://messages.example/v1/notices',
  TEMKIN_NOTICE_SECRET: 'a-notice-secret-of-the-bench-and-of-nothing-else',
  TEMKIN_CITIZEN_GATEWAYS: '{}',
  TEMKIN_CALL_NETWORKS: '{}',
  TEMKIN_REGISTRY_SYSTEMS: '{}',
  TEMKIN_IDENTITY_SOURCES: '{}',
  TEMKIN_CALL_SIGNING_KEY: 'arn:aws:kms:ap-southeast-1:123456789012:key/call-signing',
  TEMKIN_CALL_SIGNING: JSON.stringify(CALL_SIGNING),
  TEMKIN_ISSUERS: JSON.stringify([
    {
      kind: 'rfc9068',
      id: 'bench',
      issuer: 'https://issuer.example',
      jwksUri: 'https://issuer.example/jwks',
      audience: 'urn:temkin:api',
    },
  ]),
};

/** A request without a token, refused before anything needs a network. */
const requestTo = (path: string) =>
  httpApiEvent(
    new Request(`https://api.example${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    }),
    { originSecret: ORIGIN_SECRET, host: 'api.example' },
  );

/** The first event of each function that answers without a store; the others are timed until they are loaded. */
export const FIRST_EVENTS: Readonly<Record<string, unknown>> = {
  'access-api': await requestTo('/v1/staff'),
  'access-token': { request: { userAttributes: { 'custom:tenant': 'ems' } }, response: {} },
  'audit-api': await requestTo('/v1/audit/queries'),
  'audit-reconciler': { Records: [] },
  'caller-check-api': await requestTo('/v1/public/ems/caller-checks'),
  'caller-id-api': await requestTo('/v1/call-intents'),
  'custody-api': await requestTo('/v1/custody-events'),
  'label-api': await requestTo('/v1/labels'),
  'parcel-api': await requestTo('/v1/parcels/resolve'),
  'parcel-escrow': await requestTo('/v1/parcels/open'),
  'privacy-api': await requestTo('/v1/parcels/0/shred'),
  'subscriber-rights-api': await requestTo('/v1/registry/claims/0/decide'),
  'subscriber-api': await requestTo('/v1/subscriptions'),
  'subscriber-images-api': await requestTo('/v1/registry/images'),
  'subscriber-verification-api': await requestTo('/v1/subscriptions/0/verify'),
  'registry-api': await requestTo('/v1/registry/imports'),
  'stir-api': await requestTo('/stir/v1/signing'),
  'subject-api': await requestTo('/v1/subject-requests/0/close'),
  'webhook-api': await requestTo('/v1/webhooks'),
  'recipient-api': await requestTo('/v1/public/ems/parcel-history'),
};
