import { httpIdentity, identityAccounts, identitySimulator, type IdentitySimulator } from '@temkin/identity';
import type { Clock } from '@temkin/kernel';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { identityServer } from '../support/identity-server.ts';
import { loopbackServer } from '../support/loopback-server.ts';
import { identityContract, KNOWN, QUESTION, soon } from './identity-contract.ts';

const SECRET = 'a-secret-of-the-account-with-the-source';

const clock: Clock = { now: () => Date.UTC(2026, 10, 22, 5) };

let behind: IdentitySimulator;
const server = await identityServer({
  ask: (question, signal) => behind.ask(question, signal),
  know: (person) => behind.know(person),
  forget: (identity) => behind.forget(identity),
  behave: (as) => behind.behave(as),
  asked: [],
});
afterAll(server.stop);

beforeEach(() => {
  behind = identitySimulator({ clock });
  server.reset();
});

const overHttp = (url = `${server.endpoint}/identities/`, secret = SECRET) =>
  httpIdentity({
    accountOf: (tenant, source) =>
      tenant === 'demo' && source !== 'card-chip' ? { url, secret } : undefined,
  });

describe('the simulator', () => {
  identityContract(() => {
    const simulator = identitySimulator({ clock });
    return {
      identity: simulator,
      know: simulator.know,
      behave: simulator.behave,
      asked: () => simulator.asked,
    };
  });

  it('forgets whom it is told to, and takes every face for theirs of whom it has none', async () => {
    const { ask, know, forget } = identitySimulator({ clock });
    const { face: _, ...faceless } = KNOWN;
    know(faceless);
    expect(await ask(QUESTION, soon())).toMatchObject({ fields: { face: 'match' } });
    forget(KNOWN.identity);
    const other = { ...QUESTION, verificationId: '6f1c1a52-7d3b-4c1a-9b52-2f4f8e1d6a91' };
    expect(await ask(other, soon())).toMatchObject({ is: 'unknown' });
  });
});

describe('a source over HTTP', () => {
  identityContract(() => ({
    identity: overHttp(),
    know: behind.know,
    behave: server.behave,
    asked: () => behind.asked,
  }));

  it('is asked by the account of the company, once for each id', async () => {
    await overHttp().ask(QUESTION, soon());
    const [asked] = server.asked();
    expect(asked).toMatchObject({
      method: 'POST',
      path: '/identities/verify',
      authorization: `Bearer ${SECRET}`,
      body: { source: 'population', identity: KNOWN.identity, name: KNOWN.name, birthDate: KNOWN.birthDate },
    });
  });

  it.each([
    [301, '', 'timeout'],
    [400, KNOWN.name, 'outage'],
    [404, '', 'outage'],
    [404, '{"code":"NOT_FOUND"}', 'outage'],
    [429, '', 'outage'],
    [500, KNOWN.name, 'outage'],
    [504, '', 'timeout'],
    [200, '', 'timeout'],
    [200, '{"fields":{"name":"match"},"reference":"1","answeredAt":"2026-11-22T00:00:00Z"}', 'timeout'],
    [200, `{"more":"${'x'.repeat(20_000)}"}`, 'timeout'],
  ] as const)('has said nothing by an answer of %i %s', async (status, body, is) => {
    server.insteadSay({ status, body });
    expect(await overHttp().ask(QUESTION, soon())).toEqual({ is });
  });

  it('was not asked where nobody listens', async () => {
    const gone = await loopbackServer(() => Promise.resolve());
    await gone.stop();
    expect(await overHttp(gone.endpoint).ask(QUESTION, soon())).toEqual({ is: 'outage' });
  });

  it.each([401, 403])(
    'that refuses the account with %i is a fault of configuration, and quotes nothing',
    async (status) => {
      server.insteadSay({ status, body: KNOWN.name });
      await expect(overHttp().ask(QUESTION, soon())).rejects.toThrow(
        /^a source of identities refuses the account$/,
      );
    },
  );

  it('is not asked without an account, nor at an address of no public name, nor by a secret that can be guessed', async () => {
    const chip = overHttp().ask({ ...QUESTION, source: 'card-chip' }, soon());
    await expect(chip).rejects.toThrow('there is no account');
    await expect(overHttp('https://169.254.169.254/').ask(QUESTION, soon())).rejects.toThrow('public name');
    await expect(overHttp('https://source.example.com/', 'short').ask(QUESTION, soon())).rejects.toThrow(
      'at least 32',
    );
    expect(server.asked()).toEqual([]);
  });
});

describe('accounts with sources', () => {
  it('are read by company and source', () => {
    const account = { url: 'https://source.example.com/', secret: SECRET };
    const accounts = identityAccounts.parse(
      JSON.stringify({ demo: { population: account, 'card-chip': account } }),
    );
    expect(accounts.get('demo')).toEqual({ population: account, 'card-chip': account });
  });

  it.each([
    'no JSON',
    '{"demo":{"papers":{}}}',
    `{"demo":{"population":{"url":"http://source.example.com/","secret":"${SECRET}"}}}`,
    '{"demo":{"population":{"url":"https://source.example.com/","secret":"short"}}}',
  ])('are refused where something is wrong with them, and no secret is quoted: %s', (text) => {
    const { error } = identityAccounts.safeParse(text);
    expect(error).toBeDefined();
    expect(String(error)).not.toContain(SECRET);
  });
});
