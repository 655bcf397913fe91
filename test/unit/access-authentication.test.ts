import type { KeysOf } from '@temkin/access';
import type { IssuerProfile } from '@temkin/access/domain';
import * as fc from 'fast-check';
import { errors, exportJWK, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  NOW_SECONDS,
  es256,
  rs256,
  stranger,
  keycloak,
  cognito,
  RFC_9068_TOKEN,
  COGNITO_USER_TOKEN,
  COGNITO_SYSTEM_TOKEN,
  signed,
  ended,
  cognitoSigned,
  without,
  TENANT,
  PRINCIPAL,
  setUp,
  refusalOf,
  codeFor,
  type World,
} from './authentication-world.ts';

describe('a token by RFC 9068', () => {
  it('makes its subject the caller, with what the store says and not the token', async () => {
    const { authenticate, asked } = setUp();
    const token = await signed({ ...RFC_9068_TOKEN, roles: ['auditor'], facility: 'ELSEWHERE' });
    expect(await authenticate(token)).toEqual({
      caller: {
        principal: { tenant: 'ems', id: 's-7', client: 'scanner', roles: ['shipper'], facility: 'HN-1' },
        reliedOn: [PRINCIPAL.reliedOn],
      },
      scopes: ['parcels:resolve', 'parcels:read'],
      mustSign: true,
    });
    expect(asked).toEqual([{ tenant: 'ems', issuer: 'keycloak', subject: 'shipper-7' }]);
  });

  it('of a system relies on no record, so that its many requests do not collide', async () => {
    const { authenticate } = setUp({ principal: { ...PRINCIPAL, kind: 'system' } });
    const { caller } = await authenticate(await signed(RFC_9068_TOKEN));
    expect(caller.reliedOn).toEqual([]);
  });

  it('may name this API among several audiences', async () => {
    const token = await signed({ ...RFC_9068_TOKEN, aud: ['account', 'urn:temkin:api'] });
    expect((await setUp().authenticate(token)).caller.principal.id).toBe('s-7');
  });

  it('has no scopes where it names none', async () => {
    expect((await setUp().authenticate(await signed(without(RFC_9068_TOKEN, 'scope')))).scopes).toEqual([]);
  });

  it.each([
    ['another audience', { aud: 'urn:other:api' }, 'not meant for this API'],
    ['an issuer that is not configured', { iss: 'https://id.example.vn/realms/other' }, 'no issuer'],
    ['an issuer that is ours but for a slash', { iss: `${keycloak.issuer}/` }, 'no issuer'],
    ['a life of more than ten minutes', { exp: NOW_SECONDS + 591 }, '600 seconds'],
    ['an issue in the future', { iat: NOW_SECONDS + 6, exp: NOW_SECONDS + 300 }, 'not valid yet'],
    ['a beginning in the future', { nbf: NOW_SECONDS + 6 }, 'not valid yet'],
    ['a tenant that is no tenant id', { tenant: 'T#other' }, 'name tenant'],
    ['a list of tenants', { tenant: ['ems'] }, 'name tenant'],
    ['a subject with blanks', { sub: 'shipper 7' }, 'name tenant'],
    ['a list of scopes', { scope: ['parcels:resolve'] }, 'name tenant'],
    [
      'a key it is bound to',
      { cnf: { jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' } },
      'bound to a key',
    ],
    ['an expiry that is no number', { exp: 'tomorrow' }, 'missing or malformed'],
  ])('is refused with %s', async (_fault, claims, reason) => {
    const token = await signed({ ...RFC_9068_TOKEN, ...claims } as JWTPayload);
    const refusal = await refusalOf(setUp().authenticate(token));
    expect(refusal.code).toBe('ACCESS.UNAUTHENTICATED');
    expect(refusal.details.detail).toContain(reason);
  });

  it.each(['iss', 'aud', 'iat', 'exp', 'sub', 'tenant', 'client_id'])(
    'is refused without %s',
    async (claim) => {
      expect(await codeFor(signed(without(RFC_9068_TOKEN, claim)))).toBe('ACCESS.UNAUTHENTICATED');
    },
  );

  it.each([
    ['no type', { typ: undefined }],
    ['the type of an ID token', { typ: 'JWT' }],
    ['an unknown key', { kid: 'k2' }],
  ])('is refused with %s in its header', async (_fault, header) => {
    expect(await codeFor(signed(RFC_9068_TOKEN, header))).toBe('ACCESS.UNAUTHENTICATED');
  });

  it('is refused from the end of its life on, tolerance included', async () => {
    expect(await codeFor(ended(5))).toBe('ACCESS.TOKEN_EXPIRED');
    expect((await setUp().authenticate(await ended(4))).caller.principal.id).toBe('s-7');
    const strict = { profiles: [{ ...keycloak, clockToleranceSeconds: 0 }] };
    expect(await codeFor(ended(0), strict)).toBe('ACCESS.TOKEN_EXPIRED');
  });

  it('is refused with any bit of its signature or claims changed', async () => {
    const { authenticate } = setUp();
    const [head = '', ...parts] = (await signed(RFC_9068_TOKEN)).split('.');
    const bits = fc.tuple(fc.integer({ min: 0, max: 1 }), fc.nat(), fc.integer({ min: 0, max: 7 }));
    await fc.assert(
      fc.asyncProperty(bits, async ([part, at, bit]) => {
        const changed = parts.map((text, index) => {
          const bytes = Buffer.from(text, 'base64url');
          const position = at % bytes.length;
          if (index === part) bytes[position] = (bytes[position] ?? 0) ^ (1 << bit);
          return bytes.toString('base64url');
        });
        expect((await refusalOf(authenticate([head, ...changed].join('.')))).code).toBe(
          'ACCESS.UNAUTHENTICATED',
        );
      }),
      { numRuns: 60 },
    );
  });

  it('is refused when signed by a stranger, by nobody, or with a public key as a shared secret', async () => {
    expect(await codeFor(signed(RFC_9068_TOKEN, {}, stranger.privateKey))).toBe('ACCESS.UNAUTHENTICATED');
    expect(await codeFor(`${new UnsecuredJWT(RFC_9068_TOKEN).encode()}x`)).toBe('ACCESS.UNAUTHENTICATED');
    const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(es256.publicKey)));
    const confused = new SignJWT(RFC_9068_TOKEN).setProtectedHeader({
      alg: 'HS256',
      typ: 'at+jwt',
      kid: 'k1',
    });
    expect(await codeFor(confused.sign(secret))).toBe('ACCESS.UNAUTHENTICATED');
  });

  it('is refused when another trusted issuer signed it', async () => {
    const token = new SignJWT(RFC_9068_TOKEN).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'c1' });
    expect(await codeFor(token.sign(rs256.privateKey))).toBe('ACCESS.UNAUTHENTICATED');
  });
});

describe('a Cognito token', () => {
  it('of a user counts by its client, and only our own scopes count', async () => {
    const { authenticate, asked } = setUp();
    const { caller, scopes } = await authenticate(await cognitoSigned(COGNITO_USER_TOKEN));
    expect(scopes).toEqual(['parcels:resolve', 'parcels:read']);
    expect(caller.principal.client).toBe('57cbishk4j24pabc1234567890');
    expect(asked).toEqual([{ tenant: 'ems', issuer: 'cognito', subject: COGNITO_USER_TOKEN.sub }]);
  });

  it('of a system stands for the client itself', async () => {
    const { authenticate, asked } = setUp();
    expect((await authenticate(await cognitoSigned(COGNITO_SYSTEM_TOKEN))).scopes).toEqual(['parcels:issue']);
    expect(asked).toEqual([{ tenant: 'ems', issuer: 'cognito', subject: COGNITO_SYSTEM_TOKEN.client_id }]);
  });

  it.each([
    ['is an ID token', { token_use: 'id' }],
    ['belongs to a foreign client of the same pool', { client_id: '1example23456789abcdefghij' }],
    ['lives an hour, Cognito’s default', { exp: NOW_SECONDS + 3_590 }],
    ['has no tenant, its trigger missing', { tenant: undefined }],
  ])('is refused where it %s', async (_fault, claims) => {
    const token = cognitoSigned({ ...COGNITO_USER_TOKEN, ...claims });
    expect(await codeFor(token)).toBe('ACCESS.UNAUTHENTICATED');
  });
});

describe('an Authorization header', () => {
  it.each([
    ['nothing', undefined],
    ['an empty string', ''],
    ['the scheme alone', 'Bearer'],
    ['another scheme', 'Basic b3JkZXItc3lzdGVtOng='],
    ['an opaque token', 'Bearer v8dokC8uCSifrSF'],
    ['two tokens', 'Bearer a.b.c, Bearer a.b.c'],
    ['a tab for the blank', 'Bearer\ta.b.c'],
    ['an encrypted token', 'Bearer a.b.c.d.e'],
    ['more than 8 KiB', `Bearer ${'a'.repeat(8_192)}.b.c`],
  ])('with %s is unauthenticated', async (_what, header) => {
    const { withHeader, asked } = setUp();
    expect((await refusalOf(withHeader(header))).code).toBe('ACCESS.UNAUTHENTICATED');
    expect(asked).toEqual([]);
  });

  it('may write the scheme in any case', async () => {
    const { withHeader } = setUp();
    expect((await withHeader(`bEARER  ${await signed(RFC_9068_TOKEN)}`)).caller.principal.id).toBe('s-7');
  });

  it('of any content is refused and never a fault, and no refusal repeats it', async () => {
    const { withHeader } = setUp();
    const part = fc.base64String({ maxLength: 40 });
    const header = fc.oneof(
      fc.string().map((text) => `${text}quoted`),
      fc.tuple(part, part).map((parts) => `Bearer quoted.${parts.join('.').replaceAll(/[+/=]/g, '_')}`),
      fc.json().map((json) => `Bearer e30.${Buffer.from(json).toString('base64url')}.quoted`),
    );
    await fc.assert(
      fc.asyncProperty(header, async (text) => {
        const refusal = await refusalOf(withHeader(text));
        expect(refusal.code).toBe('ACCESS.UNAUTHENTICATED');
        expect(JSON.stringify(refusal.details)).not.toContain('quoted');
      }),
      { numRuns: 200 },
    );
  });
});

describe('a valid token', () => {
  it.each([
    ['an unknown tenant', { tenant: undefined }],
    ['a tenant that does not take this issuer’s word', { tenant: { ...TENANT, issuers: ['cognito'] } }],
    ['an unknown subject', { principal: undefined }],
    ['a suspended subject', { principal: { ...PRINCIPAL, status: 'suspended' } }],
    ['a revoked subject', { principal: { ...PRINCIPAL, status: 'revoked' } }],
  ] satisfies [string, World][])('of %s is refused in the same words', async (_who, world) => {
    const refusal = await refusalOf(setUp(world).authenticate(await signed(RFC_9068_TOKEN)));
    expect(refusal.code).toBe('ACCESS.UNAUTHENTICATED');
    const { by: _, ...told } = refusal.details;
    expect(told).toEqual({ detail: 'The token is valid, but stands for nobody who may act here.' });
  });

  it.each(['suspended', 'revoked'] as const)('of a %s subject is refused by name', async (status) => {
    const world = { principal: { ...PRINCIPAL, status } };
    const { details } = await refusalOf(setUp(world).authenticate(await signed(RFC_9068_TOKEN)));
    const { caller } = await setUp().authenticate(await signed(RFC_9068_TOKEN));
    expect(details.by).toEqual(caller);
  });

  it.each([
    ['an unknown tenant', { tenant: undefined }],
    ['a tenant that does not take this issuer’s word', { tenant: { ...TENANT, issuers: ['cognito'] } }],
    ['an unknown subject', { principal: undefined }],
  ] satisfies [string, World][])('of %s is refused without a name', async (_who, world) => {
    const suspended = { principal: { ...PRINCIPAL, status: 'suspended' as const }, ...world };
    const refusal = await refusalOf(setUp(suspended).authenticate(await signed(RFC_9068_TOKEN)));
    expect(refusal.details.by).toBeUndefined();
  });
});

const failing =
  (error: unknown): KeysOf =>
  () =>
  async () => {
    throw error;
  };

describe('the issuer’s keys', () => {
  it.each([
    ['time out', new errors.JWKSTimeout()],
    ['cannot be fetched', new TypeError('fetch failed')],
    ['are answered with an error page', new errors.JOSEError('Expected 200 OK')],
    ['are no key set', new errors.JWKSInvalid()],
  ])('refuse for a while, not for good, where they %s', async (_fault, error) => {
    const world = { keysOf: failing(error) };
    const refusal = await refusalOf(setUp(world).authenticate(await signed(RFC_9068_TOKEN)));
    expect(refusal.code).toBe('ACCESS.ISSUER_UNAVAILABLE');
    expect(refusal.details.retryAfterSeconds).toBe(5);
  });

  it('are not asked for a token of a stranger or of a forbidden algorithm', async () => {
    const world = { keysOf: failing(new Error('asked')) };
    expect(await codeFor(signed({ ...RFC_9068_TOKEN, iss: 'https://elsewhere.example' }), world)).toBe(
      'ACCESS.UNAUTHENTICATED',
    );
    const token = new SignJWT(RFC_9068_TOKEN).setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'k1' });
    expect(await codeFor(token.sign(rs256.privateKey), world)).toBe('ACCESS.UNAUTHENTICATED');
  });
});

describe('an authenticator', () => {
  const demo: IssuerProfile = { ...keycloak, stage: 'demo' };

  it('is not made with a demo issuer', () => {
    expect(() => setUp({ profiles: [cognito, demo] })).toThrow('demonstrations');
  });

  it('takes a demo issuer in the demo stage', async () => {
    const { authenticate } = setUp({ profiles: [demo], allowDemoIssuers: true });
    expect((await authenticate(await signed(RFC_9068_TOKEN))).caller.principal.id).toBe('s-7');
  });

  it('is not made with two profiles of one issuer', () => {
    expect(() => setUp({ profiles: [keycloak, { ...keycloak, id: 'second' }] })).toThrow('share');
  });
});
