import { createHash, randomBytes } from 'node:crypto';
import { clientSecret, signInPassword } from './credentials.ts';
import type { Installation } from './installation.ts';
import { SCRIPTS_CLIENT, SCRIPTS_REDIRECT_URI, type IssuerPersona } from './provider-configuration.ts';

export interface TokenRequest {
  /** Where the server listens. */
  readonly origin: string;
  readonly installation: Installation;
  readonly persona: Omit<IssuerPersona, 'scopes'>;
  /** Separated by blanks; all that the persona may have where absent. */
  readonly scope?: string;
  readonly expiresInSeconds?: number;
}

/** Steps from the authorization request to the code; the provider takes five. */
const MAX_HOPS = 10;

const TIMEOUT_MILLISECONDS = 10_000;

const send = (url: string | URL, init: RequestInit = {}): Promise<Response> =>
  fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) });

const faultOf = async (response: Response): Promise<Error> => {
  // The path names the installation.
  if (response.status === 404) return new Error('the server that runs there is of another installation');
  const text = await response.text();
  const { error, error_description: description } = text.startsWith('{')
    ? (JSON.parse(text) as { error?: string; error_description?: string })
    : {};
  const reason = [error, description].filter((part) => part !== undefined).join(': ');
  return new Error(`the issuer answered ${response.status}${reason === '' ? '' : ` ${reason}`}`);
};

const exchange = async (
  issuer: string,
  { expiresInSeconds }: TokenRequest,
  parameters: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const life = expiresInSeconds === undefined ? {} : { expires_in: String(expiresInSeconds) };
  const response = await send(`${issuer}/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ ...parameters, ...life }),
  });
  if (!response.ok) throw await faultOf(response);
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
};

/** Walks through the provider's redirects as a browser would, signs in where asked, and comes back with the code. */
const signInForCode = async (authorization: URL, form: URLSearchParams): Promise<string> => {
  const cookies = new Map<string, string>();
  let at = authorization;
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    let response = await send(at, { headers: { cookie } });
    if (response.status === 200)
      response = await send(at, { method: 'POST', headers: { cookie }, body: form });
    const location = response.headers.get('location');
    if (location === null) throw await faultOf(response);
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      cookies.set(name, value);
    }
    at = new URL(location, at);
    if (location.startsWith(SCRIPTS_REDIRECT_URI)) {
      const code = at.searchParams.get('code');
      if (code !== null) return code;
      throw new Error(`the issuer refused: ${at.searchParams.get('error') ?? 'no code'}`);
    }
  }
  throw new Error('the issuer redirects without end');
};

/**
 * Asks a running issuer for an access token: as a system by `client_credentials` (RFC 6749 §4.4), as a person by
 * authorization code and PKCE (RFC 7636) with the sign-in form filled in. Throws an `Error` that says why where the
 * issuer refuses, and what `fetch` throws where nobody listens.
 */
export const requestToken = async (request: TokenRequest): Promise<string> => {
  const { origin, installation, persona, scope } = request;
  const issuer = new URL(`/oidc/${installation.id}`, origin).href;
  const wanted = scope === undefined ? {} : { scope };

  if (persona.kind === 'system') {
    const credentials = `${persona.subject}:${clientSecret(installation, persona.subject)}`;
    const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
    return exchange(issuer, request, { grant_type: 'client_credentials', ...wanted }, { authorization });
  }

  const verifier = randomBytes(32).toString('base64url');
  const authorization = new URL(`${issuer}/auth`);
  authorization.search = new URLSearchParams({
    client_id: SCRIPTS_CLIENT,
    response_type: 'code',
    redirect_uri: SCRIPTS_REDIRECT_URI,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...wanted,
  }).toString();
  const password = signInPassword(installation, persona.tenant);
  const code = await signInForCode(
    authorization,
    new URLSearchParams({ persona: persona.subject, password }),
  );
  return exchange(issuer, request, {
    grant_type: 'authorization_code',
    client_id: SCRIPTS_CLIENT,
    redirect_uri: SCRIPTS_REDIRECT_URI,
    code,
    code_verifier: verifier,
  });
};
