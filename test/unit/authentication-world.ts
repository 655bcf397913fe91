import { authenticator, localKeys, type AuthenticationDependencies } from '@temkin/access';
import {
  cognitoProfile,
  rfc9068Profile,
  type PrincipalRecord,
  type Stored,
  type TenantRecord,
  DEFAULT_SETTINGS,
} from '@temkin/access/domain';
import { Refusal } from '@temkin/kernel';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';

export const NOW_SECONDS = 1_795_286_907;
export const es256 = await generateKeyPair('ES256');
export const rs256 = await generateKeyPair('RS256');
export const stranger = await generateKeyPair('ES256');

export const keycloak = rfc9068Profile({
  id: 'keycloak',
  issuer: 'https://id.example.vn/realms/post',
  jwksUri: 'https://id.example.vn/realms/post/protocol/openid-connect/certs',
  audience: 'urn:temkin:api',
});
export const cognito = cognitoProfile({
  id: 'cognito',
  region: 'ap-southeast-1',
  userPoolId: 'ap-southeast-1_AbCdEfGhI',
  clients: ['3n4b5urk1ft4fl3mg5e62d9ado', '57cbishk4j24pabc1234567890'],
  resourceServer: 'temkin',
});

const keysOf = localKeys({
  keycloak: { keys: [{ ...(await exportJWK(es256.publicKey)), kid: 'k1', alg: 'ES256' }] },
  cognito: { keys: [{ ...(await exportJWK(rs256.publicKey)), kid: 'c1', alg: 'RS256' }] },
});

/** An access token of an RFC 9068 issuer, as recorded. */
export const RFC_9068_TOKEN = {
  tenant: 'ems',
  jti: 'XDYF0yl-29R1m0_SO34Nps1rDi62CM2T6qhR3JuggnX',
  sub: 'shipper-7',
  iat: NOW_SECONDS - 10,
  exp: NOW_SECONDS + 590,
  scope: 'parcels:resolve parcels:read',
  client_id: 'scanner',
  iss: keycloak.issuer,
  aud: 'urn:temkin:api',
};

/** An access token of a Cognito user, as recorded: no `aud`, no `typ`. */
export const COGNITO_USER_TOKEN = {
  sub: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  iss: cognito.issuer,
  version: 2,
  client_id: '57cbishk4j24pabc1234567890',
  origin_jti: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeee1',
  event_id: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeee2',
  token_use: 'access',
  scope: 'openid temkin/parcels:resolve temkin/parcels:read aws.cognito.signin.user.admin',
  auth_time: NOW_SECONDS - 10,
  exp: NOW_SECONDS + 290,
  iat: NOW_SECONDS - 10,
  jti: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeee3',
  username: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee',
  tenant: 'ems',
};

/** An access token of a Cognito client by `client_credentials`, as recorded. */
export const COGNITO_SYSTEM_TOKEN = {
  sub: '3n4b5urk1ft4fl3mg5e62d9ado',
  token_use: 'access',
  scope: 'temkin/parcels:issue',
  auth_time: NOW_SECONDS - 10,
  iss: cognito.issuer,
  exp: NOW_SECONDS + 590,
  iat: NOW_SECONDS - 10,
  version: 2,
  jti: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeee4',
  client_id: '3n4b5urk1ft4fl3mg5e62d9ado',
  tenant: 'ems',
};

export const signed = (payload: JWTPayload, header = {}, key = es256.privateKey): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'k1', ...header }).sign(key);

/** A token that lived its ten minutes and ended so many seconds ago. */
export const ended = (agoSeconds: number): Promise<string> =>
  signed({ ...RFC_9068_TOKEN, iat: NOW_SECONDS - 600 - agoSeconds, exp: NOW_SECONDS - agoSeconds });

export const cognitoSigned = (payload: JWTPayload): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'c1' }).sign(rs256.privateKey);

export const without = (payload: JWTPayload, claim: string): JWTPayload =>
  Object.fromEntries(Object.entries(payload).filter(([name]) => name !== claim));

const reliedOn = (sort: string, version: number) => ({
  table: 'access',
  partition: 'T#ems',
  sort,
  version,
});

export const TENANT: Stored<TenantRecord> = {
  tenant: 'ems',
  displayName: 'EMS',
  issuers: ['keycloak', 'cognito'],
  settings: DEFAULT_SETTINGS,
  reliedOn: reliedOn('tenant', 3),
};
export const PRINCIPAL: Stored<PrincipalRecord> = {
  tenant: 'ems',
  id: 's-7',
  issuer: 'keycloak',
  subject: 'shipper-7',
  kind: 'staff',
  roles: ['shipper'],
  facility: 'HN-1',
  status: 'active',
  recordId: 'A'.repeat(22),
  admissions: [],
  reliedOn: reliedOn('principal', 5),
};

export interface World extends Partial<AuthenticationDependencies> {
  readonly tenant?: Stored<TenantRecord> | undefined;
  readonly principal?: Stored<PrincipalRecord> | undefined;
}

/** An authenticator whose store knows one tenant and one principal, and the bearers it was asked about. */
export const setUp = (world: World = {}) => {
  const { tenant, principal, ...overrides } = { tenant: TENANT, principal: PRINCIPAL, ...world };
  const asked: unknown[] = [];
  const gate = authenticator({
    profiles: [keycloak, cognito],
    keysOf,
    clock: { now: () => NOW_SECONDS * 1_000 },
    principals: {
      membership: async (bearer) => {
        asked.push(bearer);
        return { tenant, principal };
      },
    },
    ...overrides,
  });
  const withHeader = (header: string | undefined) => gate.authenticate(header);
  return { asked, withHeader, authenticate: (token: string) => withHeader(`Bearer ${token}`) };
};

export const refusalOf = async (attempt: Promise<unknown>): Promise<Refusal> => {
  const outcome = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof Refusal) return outcome;
  throw new Error('not refused', { cause: outcome });
};

export const codeFor = async (token: string | Promise<string>, world: World = {}): Promise<string> =>
  (await refusalOf(setUp(world).authenticate(await token))).code;
