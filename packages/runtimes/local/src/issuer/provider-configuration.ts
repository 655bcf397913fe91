import type { Clock } from '@temkin/kernel';
import type { ClientMetadata, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { clientSecret, cookieKey } from './credentials.ts';
import type { Installation } from './installation.ts';
import { memoryAdapter } from './memory-adapter.ts';
import { page } from './sign-in-page.ts';

/** Whom the issuer gives tokens to: a system by its client's secret, a member of staff by signing in. */
export interface IssuerPersona {
  readonly subject: string;
  readonly tenant: string;
  readonly kind: 'staff' | 'system';
  readonly scopes: readonly string[];
}

/** The `aud` of every access token. */
export const API_AUDIENCE = 'urn:temkin:api';

/** The public client through which people get tokens for scripts, by authorization code and PKCE (RFC 7636). */
export const SCRIPTS_CLIENT = 'temkin-scripts';

/** Where it receives its code: on loopback, at any port (RFC 8252 §7.3). */
export const SCRIPTS_REDIRECT_URI = 'http://127.0.0.1/callback';

/** Access tokens live ten minutes, or less where the request says `expires_in`. */
const ACCESS_TOKEN_SECONDS = 600;

/** The life asked for, in seconds from 0 to the usual one; a demo's way to try expired tokens. */
export const chosenLifetimeSeconds = (ctx: KoaContextWithOIDC): number => {
  const asked = ctx.oidc.body?.expires_in;
  if (asked === undefined) return ACCESS_TOKEN_SECONDS;
  if (typeof asked !== 'string' || !/^\d{1,6}$/.test(asked))
    ctx.throw(400, 'invalid_request', { error_description: 'expires_in must be a number of seconds' });
  return Math.min(Number(asked), ACCESS_TOKEN_SECONDS);
};

const scopesOf = (personas: readonly IssuerPersona[]): string =>
  [...new Set(personas.flatMap(({ scopes }) => scopes))].join(' ');

const clientsOf = (installation: Installation, personas: readonly IssuerPersona[]): ClientMetadata[] => [
  ...personas
    .filter(({ kind }) => kind === 'system')
    .map(({ subject, scopes }) => ({
      client_id: subject,
      client_secret: clientSecret(installation, subject),
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      scope: scopes.join(' '),
    })),
  {
    client_id: SCRIPTS_CLIENT,
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    redirect_uris: [SCRIPTS_REDIRECT_URI],
    scope: `openid ${scopesOf(personas.filter(({ kind }) => kind === 'staff'))}`,
  },
];

/** The provider's settings: one API as its only resource, two grants, nothing else of the many things it can do. */
export const providerConfiguration = ({
  installation,
  personas,
  mountPath,
  clock,
}: {
  readonly installation: Installation;
  readonly personas: readonly IssuerPersona[];
  readonly mountPath: string;
  readonly clock: Clock;
}): Configuration => ({
  adapter: memoryAdapter({ clock }),
  jwks: installation.jwks,
  clients: clientsOf(installation, personas),
  clientDefaults: { id_token_signed_response_alg: 'ES256' },
  clientBasedCORS: () => false,
  cookies: {
    keys: [cookieKey(installation)],
    long: { path: '/oidc', httpOnly: true, sameSite: 'lax', signed: true },
    short: { httpOnly: true, sameSite: 'lax', signed: true },
  },
  responseTypes: ['code'],
  scopes: ['openid', ...scopesOf(personas).split(' ')],
  interactions: { url: (_ctx, { uid }) => `${mountPath}/interaction/${uid}` },
  clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    userinfo: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => API_AUDIENCE,
      useGrantedResource: () => true,
      getResourceServerInfo: (ctx, resource, client) => {
        if (resource !== API_AUDIENCE) return ctx.throw(400, 'invalid_target');
        // Who names no scope means all the client has. The library asks for the resource before it looks at the scope.
        if (ctx.oidc.params !== undefined) ctx.oidc.params.scope ??= client.scope;
        return {
          scope: scopesOf(personas),
          audience: API_AUDIENCE,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256' } },
        };
      },
    },
  },
  findAccount: (_ctx, subject) =>
    personas.some((persona) => persona.kind === 'staff' && persona.subject === subject)
      ? { accountId: subject, claims: () => ({ sub: subject }) }
      : undefined,
  extraTokenClaims: (_ctx, token) => {
    const subject = token.kind === 'AccessToken' ? token.accountId : token.clientId;
    return { tenant: personas.find((persona) => persona.subject === subject)?.tenant };
  },
  formats: {
    customizers: {
      jwt: (ctx, _token, { payload }) => {
        payload.exp = Number(payload.iat) + chosenLifetimeSeconds(ctx);
      },
    },
  },
  renderError: (ctx, { error }) => {
    page(ctx, ctx.status, { kind: 'failed', code: error });
  },
  ttl: {
    AccessToken: () => ACCESS_TOKEN_SECONDS,
    ClientCredentials: () => ACCESS_TOKEN_SECONDS,
    AuthorizationCode: () => 60,
    Grant: () => ACCESS_TOKEN_SECONDS,
    IdToken: () => ACCESS_TOKEN_SECONDS,
    Interaction: () => 600,
    Session: () => 3_600,
  },
});
