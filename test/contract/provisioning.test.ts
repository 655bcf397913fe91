import {
  httpProvisioning,
  httpReconciledSystems,
  provisioningSimulator,
  systemAccounts,
} from '@temkin/provisioning';
import type { ReconciledSystem } from '@temkin/subscriber/domain';
import { json } from 'node:stream/consumers';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loopbackServer } from '../support/loopback-server.ts';
import { idOf, order, provisioningContract } from './provisioning-contract.ts';

const SECRET = 'a-secret-that-the-network-knows-as-well';

const soon = (): AbortSignal => AbortSignal.timeout(5_000);

let behind = provisioningSimulator();
/** What is answered instead of what the simulator says. */
let instead: { readonly status: number; readonly body: string } | undefined;
let authorizations: unknown[] = [];

/** `/network/subscriptions/…`, and so on: what a company's systems offer. */
const answerOf = async (method: string, url: URL, body: unknown): Promise<unknown> => {
  const [, system = '', , id = ''] = url.pathname.split('/');
  if (method === 'PUT') {
    const { msisdn, state, version, heldSince } = body as {
      readonly msisdn: string;
      readonly state: 'active';
      readonly version: number;
      readonly heldSince: string;
    };
    const held = { heldSince: Date.parse(heldSince), version };
    return behind.put({ tenant: 'demo', subscriptionId: id, phone: msisdn, state, ...held }, soon());
  }
  const known = system as ReconciledSystem;
  if (method === 'POST') {
    const { subscriptionIds } = body as { subscriptionIds: readonly string[] };
    return { records: await behind.states('demo', known, subscriptionIds, soon()) };
  }
  return behind.page('demo', known, url.searchParams.get('after') ?? undefined, soon());
};

const server = await loopbackServer(async (request, response) => {
  authorizations.push(request.headers.authorization);
  const { method = 'GET', url = '/' } = request;
  const body = method === 'GET' ? undefined : await json(request);
  if (instead !== undefined) {
    response.writeHead(instead.status, { location: 'https://elsewhere.example/' }).end(instead.body);
    return;
  }
  try {
    const answer = await answerOf(method, new URL(url, 'http://localhost'), body);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  } catch {
    response.writeHead(503).end('+84912345678 cannot be served');
  }
});
afterAll(server.stop);

const accountOf = (system: ReconciledSystem) => ({ url: `${server.endpoint}/${system}`, secret: SECRET });

const overHttp = () => {
  const accounts = new Map([
    [
      'demo',
      {
        network: accountOf('network'),
        billing: accountOf('billing'),
        'points-of-sale': accountOf('points-of-sale'),
      },
    ],
  ]);
  return {
    network: httpProvisioning({ accountOf: (tenant) => accounts.get(tenant)?.network }),
    systems: httpReconciledSystems({ accounts }),
    behind,
  };
};

/** The same without a memory. */
const afresh = (): void => {
  behind = provisioningSimulator();
};

beforeEach(() => {
  afresh();
  [instead, authorizations] = [undefined, []];
});

const simulated = () => ({ network: behind, systems: behind, behind });

describe('the simulator', () => {
  provisioningContract(simulated, () => {
    afresh();
    return simulated();
  });

  it('may take an order and say nothing of it', async () => {
    behind.behave('takes-and-fails');
    await expect(behind.put(order(), soon())).rejects.toThrow('503');
    expect(behind.stateIn('network', idOf(1))).toBe('active');
  });
});

describe('systems over HTTP', () => {
  provisioningContract(overHttp, () => {
    afresh();
    return overHttp();
  });

  it('are told by a bearer token whose order it is', async () => {
    await overHttp().network.put(order(), soon());
    expect(authorizations).toEqual([`Bearer ${SECRET}`]);
  });

  it.each([301, 400, 404, 409, 429, 500])('have not taken what they answer with %i', async (status) => {
    instead = { status, body: '+84912345678' };
    const failed = await overHttp()
      .network.put(order(), soon())
      .catch((error: unknown) => String(error));
    expect(failed).toMatch(/Error/);
    expect(failed).not.toMatch(/912345678/);
  });

  it.each([
    ['nothing', '', undefined],
    ['no JSON', 'accepted', undefined],
    ['a name', '{"acknowledgement":"a-1"}', 'a-1'],
    ['a name that is too long', JSON.stringify({ acknowledgement: 'a'.repeat(129) }), undefined],
    ['the number', '{"acknowledgement":"order-0912-345-678"}', undefined],
  ])('acknowledge with %s, of which a name alone is kept', async (_, body, kept) => {
    instead = { status: 200, body };
    const verdict = await overHttp().network.put(order(), soon());
    expect(verdict).toEqual({
      outcome: 'acknowledged',
      ...(kept !== undefined && { acknowledgement: kept }),
    });
  });

  it.each(['[]', '{"records":[{"subscriptionId":"x","state":"active"}]}', 'x'.repeat(70_000)])(
    'are not believed where they answer something else: %#',
    async (body) => {
      instead = { status: 200, body };
      const { systems } = overHttp();
      await expect(systems.page('demo', 'network', undefined, soon())).rejects.toThrow('the system answers');
      await expect(systems.states('demo', 'network', [idOf(1)], soon())).rejects.toThrow(
        'the system answers',
      );
    },
  );

  it('say nothing of ids that were not asked for', async () => {
    instead = {
      status: 200,
      body: JSON.stringify({ records: [{ subscriptionId: idOf(2), state: 'active' }] }),
    };
    expect(await overHttp().systems.states('demo', 'network', [idOf(1)], soon())).toEqual([]);
  });

  it.each(['http://billing.example', 'https://10.0.0.1', 'https://user:pass@billing.example'])(
    'are not spoken to at %s',
    async (url) => {
      const network = httpProvisioning({ accountOf: () => ({ url, secret: SECRET }) });
      await expect(network.put(order(), soon())).rejects.toThrow('HTTPS address');
    },
  );
});

describe('the accounts of companies', () => {
  const account = { url: 'https://network.example/v1', secret: SECRET };

  it('are read by company and system', () => {
    const read = systemAccounts.parse(JSON.stringify({ demo: { network: account, billing: account } }));
    expect([...read]).toEqual([['demo', { network: account, billing: account }]]);
  });

  it.each([
    ['no JSON', 'x'],
    ['another system', JSON.stringify({ demo: { crm: account } })],
    [
      'an address that is none',
      JSON.stringify({ demo: { network: { ...account, url: 'http://network.example' } } }),
    ],
    ['a short secret', JSON.stringify({ demo: { network: { ...account, secret: 'short' } } })],
  ])('are refused with %s, quoting no secret', (_, text) => {
    const read = systemAccounts.safeParse(text);
    expect(read.success).toBe(false);
    expect(String(read.error)).not.toContain(SECRET);
  });
});
