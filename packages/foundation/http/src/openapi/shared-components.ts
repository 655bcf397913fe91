import { X_CORRELATOR } from '../correlator.ts';
import { IDEMPOTENCY_KEY } from '../idempotency-key.ts';
import type { RouteSpec } from '../route.ts';
import type { Json } from './schema-components.ts';

const correlatorSchema = { type: 'string', maxLength: 256, pattern: X_CORRELATOR.source };

/** Request headers. */
export const sharedParameters: Json = {
  Correlator: {
    name: 'x-correlator',
    in: 'header',
    required: false,
    description: 'Echoed in the answer (CAMARA). Must not contain personal data.',
    schema: correlatorSchema,
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Names the request for 24 hours: repeated with the same key and the same body it creates nothing twice.',
    schema: { type: 'string', minLength: 1, maxLength: 255, pattern: IDEMPOTENCY_KEY.source },
  },
};

/** Response headers. */
export const sharedHeaders: Json = {
  Correlator: {
    description: 'That of the request, or one of ours where it had none.',
    required: true,
    schema: correlatorSchema,
  },
  AuditEvent: {
    description:
      'Receipt of the event that this request left: its id, and the base64 SHA-256 leaf hash of its log entry.',
    schema: { type: 'string', pattern: '^[0-9a-f-]{36}; leaf=[A-Za-z0-9+/]{43}=$' },
  },
  RetryAfter: {
    description: 'Seconds to wait (RFC 9110 §10.2.3).',
    required: true,
    schema: { type: 'integer', minimum: 1 },
  },
  Challenge: {
    description: 'What is wrong with the token (RFC 6750 §3).',
    required: true,
    schema: { type: 'string' },
  },
};

/** OAuth 2.0 at the issuer of the same origin; another issuer's addresses come from its own metadata (RFC 8414). */
export const securitySchemes = (specs: readonly RouteSpec[]): Json => {
  const actionsByScope = new Map<string, ReadonlySet<string>>();
  for (const { access, action } of specs) {
    if (access === 'public') continue;
    actionsByScope.set(access.scope, new Set([...(actionsByScope.get(access.scope) ?? []), action]));
  }
  const scopes = Object.fromEntries(
    [...actionsByScope].map(([scope, actions]) => [scope, `For ${[...actions].join(', ')}.`]),
  );
  const tokenUrl = '/oidc/token';
  return {
    oauth2: {
      type: 'oauth2',
      description: 'Systems use client credentials; people use the authorization code flow with PKCE.',
      flows: {
        clientCredentials: { tokenUrl, scopes },
        authorizationCode: { authorizationUrl: '/oidc/auth', tokenUrl, scopes },
      },
    },
  };
};
