import { describe, expect, it } from 'vitest';
import { apiSpecs } from '../../packages/runtimes/local/src/api-document.ts';
import { codeOf } from '../support/answer-codes.ts';
import { ORIGIN } from '../support/clients.ts';
import { deployment, DISTRIBUTION, functionAt } from '../support/deployment.ts';
import { httpApiEvent } from '../support/http-api-simulator.ts';

const system = await deployment();

type Event = Awaited<ReturnType<typeof httpApiEvent>>;

interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const request = (more: object) => ({
  version: '3',
  triggerSource: 'TokenGeneration_ClientCredentials',
  region: 'ap-southeast-1',
  userPoolId: 'ap-southeast-1_abcdefghi',
  userName: 'client',
  callerContext: { awsSdkVersion: 'none', clientId: '1example23456789' },
  request: { userAttributes: {}, groupConfiguration: {}, ...more },
  response: {},
});

const claimed = async (more: object): Promise<unknown> =>
  (
    (await system.functions['access-token'].invoke(request(more))) as {
      response: {
        claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: object } };
      };
    }
  ).response.claimsAndScopeOverrideDetails.accessTokenGeneration.claimsToAddOrOverride;

it("writes a system's tenant into its token by the scope of the tenant", async () => {
  expect(await claimed({ scopes: ['api/parcels:issue', 'tenant/ems'] })).toEqual({ tenant: 'ems' });
});

describe('the token trigger', () => {
  it("writes a person's tenant by the attribute, whatever scopes are asked for", async () => {
    expect(await claimed({ userAttributes: { 'custom:tenant': 'ems' }, scopes: ['tenant/other'] })).toEqual({
      tenant: 'ems',
    });
  });

  it.each([
    { scopes: [] },
    { scopes: ['tenant/ems', 'tenant/other'] },
    { scopes: ['tenant/'] },
    { userAttributes: { 'custom:tenant': '' } },
    {},
  ])('gives no token to whoever belongs to no tenant or to two: %o', async (more) => {
    await expect(system.functions['access-token'].invoke(request(more))).rejects.toThrow('no tenant');
  });
});

const ask = async (change: (event: Event) => Event, path = '/v1/shifts/current') => {
  const event = await httpApiEvent(new Request(`${ORIGIN}${path}`), DISTRIBUTION);
  return (await system.functions[functionAt(path)].invoke(change(event))) as HttpResult;
};

const withHeader = (name: string, value: string | undefined) => (event: Event) => ({
  ...event,
  headers: { ...event.headers, [name]: value },
});

const withMethod = (name: string) => (event: Event) => ({
  ...event,
  requestContext: { ...event.requestContext, http: { ...event.requestContext.http, method: name } },
});

const withBytes = (event: Event) => ({ ...event, body: '%%%', isBase64Encoded: true });

describe('the way in', () => {
  it('is closed to whoever goes around the distribution', async () => {
    for (const secret of [
      undefined,
      '',
      'guess',
      `${DISTRIBUTION.originSecret}x`,
      DISTRIBUTION.originSecret.slice(1),
    ]) {
      const { statusCode, body, headers } = await ask(withHeader('x-origin-secret', secret));
      expect([statusCode, (JSON.parse(body) as { code: string }).code]).toEqual([
        421,
        'REQUEST.HOST_NOT_ALLOWED',
      ]);
      expect(headers['content-type']).toBe('application/problem+json');
    }
  });

  it('stays open while the secret is being replaced', async () => {
    const { statusCode } = await ask(
      withHeader('x-origin-secret', 'the-secret-before-it-which-is-long-enough'),
    );
    expect(statusCode).toBe(401);
  });

  it.each(['exa mple', 'api.example/x', '', 'a@b', 'a:99999'])('takes no host such as "%s"', async (host) => {
    expect((await ask(withHeader('x-forwarded-host', host))).statusCode).toBe(421);
  });

  it.each(['API.example', 'api.example:443'])('knows the host by its other spelling %s', async (host) => {
    expect((await ask(withHeader('x-forwarded-host', host))).statusCode).toBe(401);
  });

  it('knows its own pages by the host that the distribution forwards', async () => {
    const own = await ask(withHeader('origin', `https://${DISTRIBUTION.host}`));
    const foreign = await ask(withHeader('origin', 'https://evil.example'));
    expect([own.statusCode, foreign.statusCode]).toEqual([401, 403]);
  });

  it('refuses methods that no request may have, headers that are no headers, and bodies of every kind', async () => {
    expect((await ask(withMethod('TRACE'))).statusCode).toBe(405);
    expect((await ask(withMethod('PATCH'))).statusCode).toBe(405);
    expect((await ask(withHeader('authorization', 'Bearer ☃'))).statusCode).toBe(401);
    expect((await ask(withBytes)).statusCode).toBe(401);
  });

  it('answers an address that nothing is at as the API answers', async () => {
    const answer = await system.fetch(new Request(`${ORIGIN}/v2/nothing`));
    expect([answer.status, await codeOf(answer)]).toEqual([404, 'REQUEST.NO_ROUTE']);
  });

  it('leads every route of the API to the function that has it', async () => {
    for (const { method, path, access } of apiSpecs) {
      const address = path.replaceAll(/\{\w+\+?\}/g, 'x');
      const answer = await system.fetch(new Request(ORIGIN + address, { method }));
      // What anybody may ask is parsed at once: there is no body, and `x` is no id. What is published is there for anybody.
      const published = path === '/.well-known/jwks.json' ? [200] : ['REQUEST.MEDIA_TYPE', 'REQUEST.INVALID'];
      const answers = access === 'public' ? published : ['ACCESS.UNAUTHENTICATED'];
      expect(answers, `${method} ${path}`).toContain(await codeOf(answer));
    }
  });

  it('takes a body of up to 1 MiB, in base64 as well, and no larger one', async () => {
    const post = async (text: string) =>
      system.as('order-system').post('/v1/parcels/batch', JSON.stringify({ parcels: [text] }));
    expect((await post('x'.repeat(1_000_000))).status).toBe(200);
    expect((await post('x'.repeat(1_048_576))).status).toBe(413);
    const binary = Buffer.from([0x7b, 0xff, 0x00, 0x7d]);
    const bytes = await system.fetch(
      new Request(`${ORIGIN}/v1/parcels/batch`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await system.tokenFor('order-system')}`,
          'content-type': 'application/json',
          'idempotency-key': 'doors-binary-1',
        },
        body: binary,
      }),
    );
    expect([bytes.status, await codeOf(bytes)]).toEqual([400, 'REQUEST.MALFORMED']);
  });
});
