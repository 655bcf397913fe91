import { clientCredentials, TokenRefused } from '@temkin/client';
import { systemClock } from '@temkin/kernel';
import { decodeJwt } from 'jose';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { PERSONAS } from '../../packages/runtimes/local/src/demo/personas.ts';
import {
  clientSecret,
  createInstallation,
  createIssuer,
} from '../../packages/runtimes/local/src/issuer/index.ts';
import { connect } from '../support/client-examples/connect.ts';

const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
const origin = `http://127.0.0.1:${port}`;
const installation = createInstallation();
const { callback } = createIssuer({ origin, installation, personas: PERSONAS, clock: systemClock });
server.on('request', (request, response) => {
  if (request.url?.startsWith('/oidc/') === true) callback(request, response);
  else
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ authorization: request.headers.authorization }));
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const tokenUrl = `${origin}/oidc/token`;
const secret = clientSecret(installation, 'order-system');

/** Counts what is asked of the real issuer. */
const counted = (more: Partial<Parameters<typeof clientCredentials>[0]> = {}) => {
  let asked = 0;
  let now = Date.now();
  const tokens = clientCredentials({
    tokenUrl,
    clientId: 'order-system',
    clientSecret: secret,
    fetch: (...request) => {
      asked += 1;
      return fetch(...request);
    },
    now: () => now,
    ...more,
  });
  return {
    tokens,
    asked: () => asked,
    advance: (seconds: number) => {
      now += seconds * 1_000;
    },
  };
};

describe('client credentials', () => {
  it('bring a token with the scopes that were asked for', async () => {
    const token = await counted({ scopes: ['parcels:issue'] }).tokens({});
    expect(decodeJwt(token)).toMatchObject({ sub: 'order-system', scope: 'parcels:issue' });
  });

  it('ask once, however many calls wait', async () => {
    const { tokens, asked } = counted();
    const given = await Promise.all(Array.from({ length: 20 }, () => tokens({})));
    expect([new Set(given).size, asked()]).toEqual([1, 1]);
  });

  it('keep the token, and ask for the next shortly before it expires', async () => {
    const { tokens, asked, advance } = counted();
    const { exp = 0, iat = 0 } = decodeJwt(await tokens({}));
    advance(exp - iat - 35);
    await tokens({});
    expect(asked()).toBe(1);
    advance(10);
    await tokens({});
    expect(asked()).toBe(2);
  });

  it('replace a refused token once for all who had it', async () => {
    const { tokens, asked } = counted();
    const refused = await tokens({});
    const next = await Promise.all(Array.from({ length: 5 }, () => tokens({ insteadOf: refused })));
    expect(next.includes(refused)).toBe(false);
    expect(await tokens({ insteadOf: refused })).toBe(next[0]);
    expect(asked()).toBe(2);
  });

  it('say no with the code of the issuer and no secret, and ask anew the next time', async () => {
    const { tokens, asked } = counted({ clientSecret: 'a wrong secret: & %' });
    const error: unknown = await tokens({}).catch((thrown: unknown) => thrown);
    expect(error instanceof TokenRefused && [error.code, error.message]).toEqual([
      'invalid_client',
      'the issuer answered 401 invalid_client',
    ]);
    await expect(tokens({})).rejects.toThrow(TokenRefused);
    expect(asked()).toBe(2);
  });

  it('are what the README connects with', async () => {
    const { body } = await connect(origin, tokenUrl, secret).get('/v1/shifts/current');
    const { authorization } = body as unknown as { readonly authorization: string };
    expect(decodeJwt(authorization.replace('Bearer ', ''))).toMatchObject({
      scope: 'parcels:issue parcels:read',
    });
  });
});
