import { rfc9068Profile, type IssuerProfile } from '@temkin/access/domain';
import type { Clock } from '@temkin/kernel';
import type { RequestListener, ServerResponse } from 'node:http';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { Provider } from 'oidc-provider/lib/provider.js';
import type { Installation } from './installation.ts';
import { comesFromHere, isLoopbackUrl } from './loopback.ts';
import {
  API_AUDIENCE,
  chosenLifetimeSeconds,
  providerConfiguration,
  type IssuerPersona,
} from './provider-configuration.ts';
import { signIn } from './sign-in.ts';

/** Id of the embedded issuer's profile, in tenants and principals: the same for every installation. */
export const EMBEDDED_PROFILE_ID = 'embedded';

export interface IssuerOptions {
  /** Where the server listens: `http://127.0.0.1:8787`. */
  readonly origin: string;
  readonly installation: Installation;
  readonly personas: readonly IssuerPersona[];
  readonly clock: Clock;
}

export interface Issuer {
  /** The issuer identifier; discovery is at `/.well-known/openid-configuration` below it. */
  readonly url: string;
  /** What a verifier of the demo stage trusts. */
  readonly profile: IssuerProfile;
  /** The public keys. */
  readonly jwks: {
    readonly keys: { readonly kty: 'EC'; readonly kid: string; readonly [member: string]: string }[];
  };
  /** Serves every path that begins with `/oidc/`. */
  readonly callback: RequestListener;
}

/** Where the issuer is mounted; paths below `/oidc/` that leave the installation out mean the same. */
const ALIAS = '/oidc';

const publicKeys = ({ jwks }: Installation): Issuer['jwks'] => ({
  keys: jwks.keys.map(({ d: _secret, ...key }) => key),
});

const refuse = (response: ServerResponse, status: 403 | 404, error: string): void => {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ error }));
};

/**
 * The OIDC issuer of the demo: the certified `oidc-provider`, at a URL and with keys that no other installation has. It
 * serves only requests that were sent on this machine, and throws where `origin` is not a loopback address.
 */
export const createIssuer = ({ origin, installation, personas, clock }: IssuerOptions): Issuer => {
  if (!isLoopbackUrl(origin)) throw new Error('the embedded issuer serves loopback addresses only');
  const { host } = new URL(origin);
  const mountPath = `${ALIAS}/${installation.id}`;
  const url = `http://${host}${mountPath}`;

  const provider = new Provider(url, providerConfiguration({ installation, personas, mountPath, clock }));
  provider.use(signIn({ provider, installation, personas }));
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.path === '/token' && ctx.status === 200)
      Object.assign(ctx.body as object, {
        expires_in: chosenLifetimeSeconds(ctx as unknown as KoaContextWithOIDC),
      });
  });
  const serve = provider.callback();

  return {
    url,
    profile: rfc9068Profile({
      id: EMBEDDED_PROFILE_ID,
      issuer: url,
      jwksUri: `${url}/jwks`,
      audience: API_AUDIENCE,
      // The same clock on both sides, and a token that is to be expired at once.
      clockToleranceSeconds: 0,
      stage: 'demo',
    }),
    jwks: publicKeys(installation),
    callback: (request, response) => {
      if (!comesFromHere(request)) return refuse(response, 403, 'access_denied');
      const path = request.url ?? '';
      if (!path.startsWith(`${ALIAS}/`)) return refuse(response, 404, 'not_found');
      const rest = path.slice(path.startsWith(`${mountPath}/`) ? mountPath.length : ALIAS.length);
      // The provider learns where it is mounted from `originalUrl`, and writes its own URLs by `Host`.
      Object.assign(request, { originalUrl: mountPath + rest, url: rest });
      request.headers.host = host;
      void serve(request, response);
      return undefined;
    },
  };
};
