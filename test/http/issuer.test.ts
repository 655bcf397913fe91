import { authenticator, localKeys, remoteKeys } from '@temkin/access';
import { DEFAULT_SETTINGS } from '@temkin/access/domain';
import { systemClock, type Refusal } from '@temkin/kernel';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { PERSONAS, type Persona } from '../../packages/runtimes/local/src/demo/personas.ts';
import {
  clientSecret,
  createInstallation,
  createIssuer,
  requestToken,
  signInPassword,
} from '../../packages/runtimes/local/src/issuer/index.ts';

const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
const origin = `http://127.0.0.1:${port}`;
const installation = createInstallation();
const issuer = createIssuer({ origin, installation, personas: PERSONAS, clock: systemClock });
server.on('request', issuer.callback);
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const personaOf = (subject: string): Persona => {
  const found = PERSONAS.find((persona) => persona.subject === subject);
  if (found === undefined) throw new Error(`no persona ${subject}`);
  return found;
};

const tokenOf = (subject: string, more: { scope?: string; expiresInSeconds?: number } = {}) =>
  requestToken({ origin, installation, persona: personaOf(subject), ...more });

/** Knows every persona as the seed enrols it. */
const membership = async ({ tenant, subject }: { readonly tenant: string; readonly subject: string }) => {
  const persona = PERSONAS.find((one) => one.subject === subject && one.tenant === tenant);
  const reliedOn = { table: 'access', partition: `T#${tenant}`, sort: subject, version: 1 };
  return {
    tenant: { tenant, displayName: tenant, issuers: ['embedded'], settings: DEFAULT_SETTINGS, reliedOn },
    principal: persona && {
      ...persona,
      id: subject,
      issuer: 'embedded',
      status: 'active' as const,
      recordId: 'A'.repeat(22),
      admissions: [],
      reliedOn,
    },
  };
};

const verifier = (keysOf = localKeys({ embedded: issuer.jwks })) =>
  authenticator({
    profiles: [issuer.profile],
    keysOf,
    principals: { membership },
    clock: systemClock,
    allowDemoIssuers: true,
  });

const authenticated = (token: string) => verifier().authenticate(`Bearer ${token}`);

const post = (path: string, form: Readonly<Record<string, string>>, headers = {}): Promise<Response> =>
  fetch(`${origin}${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers,
    redirect: 'manual',
  });

const basic = (client: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}`,
});

const asSystem = (client: string, secret: string, form = {}) =>
  post('/oidc/token', { grant_type: 'client_credentials', ...form }, basic(client, secret));

/** A sign-in begun at the given client, up to the form: where it is and the cookie that belongs to it. */
const beginSignIn = async () => {
  const parameters = new URLSearchParams({
    client_id: 'temkin-scripts',
    response_type: 'code',
    redirect_uri: 'http://127.0.0.1:49152/callback',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  });
  const response = await fetch(`${issuer.url}/auth?${parameters}`, { redirect: 'manual' });
  const cookie = response.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ');
  return { form: new URL(response.headers.get('location') ?? '', origin), cookie };
};

describe('the embedded issuer', () => {
  it('tells where everything is, at a URL that no other installation has', async () => {
    const response = await fetch(`${issuer.url}/.well-known/openid-configuration`);
    expect(await response.json()).toMatchObject({
      issuer: `${origin}/oidc/${installation.id}`,
      token_endpoint: `${issuer.url}/token`,
      jwks_uri: `${issuer.url}/jwks`,
      code_challenge_methods_supported: ['S256'],
      grant_types_supported: ['authorization_code', 'client_credentials'],
    });
    expect(createInstallation().id).not.toBe(installation.id);
  });

  it('publishes its public keys, and they verify its tokens', async () => {
    expect(JSON.stringify(issuer.jwks)).not.toContain(installation.jwks.keys[0].d);
    expect(await (await fetch(`${issuer.url}/jwks`)).json()).toEqual(issuer.jwks);
    const { caller } = await verifier(remoteKeys()).authenticate(`Bearer ${await tokenOf('order-system')}`);
    expect(caller.principal.id).toBe('order-system');
  });

  it('writes access tokens by RFC 9068', async () => {
    const token = await tokenOf('order-system');
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    const { iat = 0, exp = 0, ...claims } = decodeJwt(token);
    expect(claims).toMatchObject({
      iss: issuer.url,
      aud: 'urn:temkin:api',
      sub: 'order-system',
      client_id: 'order-system',
      tenant: 'demo',
    });
    expect(exp - iat).toBe(600);
  });

  it.each(PERSONAS.map(({ subject }) => subject))(
    'gives %s all scopes of its roles and no others',
    async (subject) => {
      const { caller, scopes } = await authenticated(await tokenOf(subject));
      const { tenant, roles, scopes: own } = personaOf(subject);
      expect(caller.principal).toMatchObject({ tenant, id: subject, roles });
      expect(new Set(scopes)).toEqual(new Set(own));
    },
  );

  it('gives fewer scopes where fewer are asked for', async () => {
    const system = await authenticated(await tokenOf('order-system', { scope: 'parcels:issue' }));
    expect(system.scopes).toEqual(['parcels:issue']);
    const person = await authenticated(await tokenOf('shipper-an', { scope: 'parcels:read audit:read' }));
    expect(person.scopes).toEqual(['parcels:read']);
  });

  it('refuses a scope that is none of the system’s', async () => {
    await expect(tokenOf('order-system', { scope: 'audit:read' })).rejects.toThrow('invalid_scope');
  });

  it('refuses a person who may have nothing of what is asked for', async () => {
    await expect(tokenOf('shipper-an', { scope: 'audit:read' })).rejects.toThrow('access_denied');
  });

  it.each(['order-system', 'shipper-an'])(
    'shortens the life of a token of %s, down to nothing',
    async (subject) => {
      const { iat = 0, exp = 0 } = decodeJwt(await tokenOf(subject, { expiresInSeconds: 30 }));
      expect(exp - iat).toBe(30);
      const code = await authenticated(await tokenOf(subject, { expiresInSeconds: 0 })).catch(
        (refusal: Refusal) => refusal.code,
      );
      expect(code).toBe('ACCESS.TOKEN_EXPIRED');
    },
  );

  it('never lengthens the life of a token, and says how long it is', async () => {
    const secret = clientSecret(installation, 'order-system');
    const answer = (await (await asSystem('order-system', secret, { expires_in: '86400' })).json()) as {
      access_token: string;
      expires_in: number;
    };
    const { iat = 0, exp = 0 } = decodeJwt(answer.access_token);
    expect([exp - iat, answer.expires_in]).toEqual([600, 600]);
    expect(await (await asSystem('order-system', secret, { expires_in: '0' })).json()).toMatchObject({
      expires_in: 0,
    });
    const malformed = await asSystem('order-system', secret, { expires_in: '-1' });
    expect([malformed.status, await malformed.json()]).toMatchObject([400, { error: 'invalid_request' }]);
  });

  it('issues tokens for this API alone', async () => {
    const secret = clientSecret(installation, 'order-system');
    const response = await asSystem('order-system', secret, { resource: 'urn:other:api' });
    expect([response.status, await response.json()]).toMatchObject([400, { error: 'invalid_target' }]);
  });
});

describe('a secret', () => {
  it.each([
    ['a wrong one', 'wrong'],
    ['that of the other tenant’s system', clientSecret(installation, 'other-order-system')],
    ['that of another installation', clientSecret(createInstallation(), 'order-system')],
    ['the sign-in password', signInPassword(installation, 'demo')],
  ])('opens nothing where it is %s', async (_what, secret) => {
    const response = await asSystem('order-system', secret);
    expect([response.status, await response.json()]).toMatchObject([401, { error: 'invalid_client' }]);
  });

  it('does not make a person out of a system, nor a system out of a person', async () => {
    const response = await asSystem('shipper-an', clientSecret(installation, 'shipper-an'));
    expect([response.status, await response.json()]).toMatchObject([401, { error: 'invalid_client' }]);
    await expect(
      requestToken({ origin, installation, persona: { ...personaOf('order-system'), kind: 'staff' } }),
    ).rejects.toThrow('403');
  });
});

describe('the sign-in page', () => {
  it('is a labelled form in Vietnamese and English, without scripts, in nobody’s frame', async () => {
    const { form, cookie } = await beginSignIn();
    const response = await fetch(form, { headers: { cookie } });
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(html).toContain('<html lang="vi">');
    expect(html).toContain('<span lang="en">/ Sign in</span>');
    for (const name of ['persona', 'password']) expect(html).toContain(`<label for="${name}">`);
    expect(html).not.toContain('<script');
    expect(html).not.toContain('order-system');
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it.each([
    ['a wrong password', 'shipper-an', 'wrong'],
    ['the password of the other tenant', 'shipper-an', signInPassword(installation, 'other')],
    [
      'the first tenant’s password for the other’s person',
      'other-shipper',
      signInPassword(installation, 'demo'),
    ],
    ['the password and nobody', 'nobody', signInPassword(installation, 'demo')],
    ['the password and a system', 'order-system', signInPassword(installation, 'demo')],
  ])('shows itself again for %s', async (_what, persona, password) => {
    const { form, cookie } = await beginSignIn();
    const response = await post(form.pathname, { persona, password }, { cookie });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('role="alert"');
  });

  it('is over without the cookie it began with', async () => {
    const { form } = await beginSignIn();
    const right = { persona: 'shipper-an', password: signInPassword(installation, 'demo') };
    expect((await post(form.pathname, right)).status).toBe(400);
  });

  it('takes no form of more than 4 KiB', async () => {
    const { form, cookie } = await beginSignIn();
    const right = { persona: 'shipper-an', password: signInPassword(installation, 'demo') };
    const long = { ...right, padding: 'x'.repeat(200_000) };
    expect((await post(form.pathname, long, { cookie })).status).toBe(403);
  });

  it('sends no code anywhere but to loopback', async () => {
    const parameters = new URLSearchParams({
      client_id: 'temkin-scripts',
      response_type: 'code',
      redirect_uri: 'https://attacker.example/callback',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    });
    const response = await fetch(`${issuer.url}/auth?${parameters}`, {
      redirect: 'manual',
      headers: { accept: 'text/html' },
    });
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(await response.text()).toContain('<code>invalid_redirect_uri</code>');
  });

  it('demands PKCE', async () => {
    const parameters = new URLSearchParams({
      client_id: 'temkin-scripts',
      response_type: 'code',
      redirect_uri: 'http://127.0.0.1:49152/callback',
    });
    const response = await fetch(`${issuer.url}/auth?${parameters}`, { redirect: 'manual' });
    expect(response.headers.get('location')).toContain('error=invalid_request');
  });
});

describe('a request from elsewhere', () => {
  /** By node:http: fetch writes `Host` and `Origin` itself. */
  const statusOf = async (path: string, headers = {}): Promise<number | undefined> => {
    const sent = httpRequest({ host: '127.0.0.1', port, path, headers }).end();
    const [response] = (await once(sent, 'response')) as [{ statusCode?: number; resume: () => void }];
    response.resume();
    return response.statusCode;
  };

  it.each([
    ['by a rebound name', { host: `rebound.example:${port}` }],
    ['from a foreign page', { origin: 'https://attacker.example' }],
    ['from a page without origin', { origin: 'null' }],
  ])('is refused when it comes %s', async (_how, headers) => {
    expect(await statusOf('/oidc/jwks', headers)).toBe(403);
  });

  it.each([{ host: `localhost:${port}` }, { origin }])('is none with %j', async (headers) => {
    expect(await statusOf('/oidc/jwks', headers)).toBe(200);
  });

  it.each(['/oidc', '/', '/oidcx/jwks', 'http://127.0.0.1/oidc/jwks'])('is not found at %s', async (path) => {
    expect(await statusOf(path)).toBe(404);
  });

  it('cannot be served: the issuer is not made for other addresses', () => {
    const elsewhere = { origin: 'http://0.0.0.0:8787', installation, personas: PERSONAS, clock: systemClock };
    expect(() => createIssuer(elsewhere)).toThrow('loopback');
  });
});
