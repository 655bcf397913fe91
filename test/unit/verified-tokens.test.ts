import { localKeys, type KeysOf } from '@temkin/access';
import type { IssuerProfile } from '@temkin/access/domain';
import { exportJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import {
  cognito,
  codeFor,
  ended,
  es256,
  keycloak,
  NOW_SECONDS,
  PRINCIPAL,
  refusalOf,
  RFC_9068_TOKEN,
  setUp,
  signed,
  stranger,
  TENANT,
} from './authentication-world.ts';
import { verifiedTokens } from '../../packages/capabilities/access/src/usecases/verified-tokens.ts';

const publicKey = { ...(await exportJWK(es256.publicKey)), kid: 'k1', alg: 'ES256' };

/** An authenticator whose clock and records the test sets, and which counts how often a key was asked for. */
const counted = () => {
  const world = { nowSeconds: NOW_SECONDS, tenant: TENANT, principal: PRINCIPAL, lookUps: 0 };
  const keys = localKeys({ keycloak: { keys: [publicKey] } });
  const keysOf: KeysOf = (profile) => (header, token) => {
    world.lookUps += 1;
    return keys(profile)(header, token);
  };
  const { authenticate } = setUp({
    keysOf,
    clock: { now: () => world.nowSeconds * 1_000 },
    principals: { membership: async () => ({ tenant: world.tenant, principal: world.principal }) },
  });
  return { world, authenticate };
};

describe('a token that comes again', () => {
  it('makes the same caller, and its signature is looked at once', async () => {
    const { world, authenticate } = counted();
    const token = await signed(RFC_9068_TOKEN);
    const first = await authenticate(token);
    expect(await authenticate(token)).toEqual(first);
    expect(world.lookUps).toBe(1);
  });

  it('stands for whom the store knows now: a suspension, a role and an issuer withdrawn hold at once', async () => {
    const { world, authenticate } = counted();
    const token = await signed(RFC_9068_TOKEN);
    await authenticate(token);

    world.principal = { ...PRINCIPAL, roles: ['sorter'] };
    expect((await authenticate(token)).caller.principal.roles).toEqual(['sorter']);
    for (const status of ['suspended', 'revoked'] as const) {
      world.principal = { ...PRINCIPAL, status };
      expect((await refusalOf(authenticate(token))).code).toBe('ACCESS.UNAUTHENTICATED');
    }
    world.principal = PRINCIPAL;
    world.tenant = { ...TENANT, issuers: ['cognito'] };
    expect((await refusalOf(authenticate(token))).code).toBe('ACCESS.UNAUTHENTICATED');
    expect(world.lookUps).toBe(1);
  });

  it('is verified anew a minute after it was, and in each minute from then on', async () => {
    const { world, authenticate } = counted();
    const token = await signed(RFC_9068_TOKEN);
    for (const [afterSeconds, lookUps] of [
      [0, 1],
      [59, 1],
      [60, 2],
      [119, 2],
      [120, 3],
    ] as const) {
      world.nowSeconds = NOW_SECONDS + afterSeconds;
      await authenticate(token);
      expect(world.lookUps, `${afterSeconds} s`).toBe(lookUps);
    }
  });

  it('is refused from its end on, however short a time ago it was verified', async () => {
    const { world, authenticate } = counted();
    const token = await ended(-20);
    await authenticate(token);
    world.nowSeconds += 20;
    await authenticate(token);
    expect(world.lookUps, 'within the tolerance of clocks it is verified').toBe(2);
    world.nowSeconds += keycloak.clockToleranceSeconds;
    expect((await refusalOf(authenticate(token))).code).toBe('ACCESS.TOKEN_EXPIRED');
  });

  it('is refused before its beginning, where the clock was set back', async () => {
    const { world, authenticate } = counted();
    const token = await signed({ ...RFC_9068_TOKEN, nbf: NOW_SECONDS });
    await authenticate(token);
    world.nowSeconds -= 6;
    expect((await refusalOf(authenticate(token))).code).toBe('ACCESS.UNAUTHENTICATED');
    expect(world.lookUps).toBe(2);
  });

  it('is refused as often as it was refused before', async () => {
    const { world, authenticate } = counted();
    const bad = [
      await signed(RFC_9068_TOKEN, {}, stranger.privateKey),
      await signed({ ...RFC_9068_TOKEN, exp: NOW_SECONDS + 591 }),
    ];
    for (const token of [...bad, ...bad])
      expect((await refusalOf(authenticate(token))).code).toBe('ACCESS.UNAUTHENTICATED');
    expect(world.lookUps).toBe(4);
  });

  it('vouches for no other token of the same claims', async () => {
    const { authenticate } = counted();
    const token = await signed(RFC_9068_TOKEN);
    await authenticate(token);
    const [head, payload] = token.split('.');
    const [, , signature] = (await signed(RFC_9068_TOKEN, {}, stranger.privateKey)).split('.');
    const forged = await refusalOf(authenticate(`${head}.${payload}.${signature}`));
    expect(forged.code).toBe('ACCESS.UNAUTHENTICATED');
  });

  it('is not known to another authenticator', async () => {
    const token = await signed(RFC_9068_TOKEN);
    await setUp().authenticate(token);
    expect(await codeFor(token, { profiles: [{ ...keycloak, algorithms: ['RS256'] }] })).toBe(
      'ACCESS.UNAUTHENTICATED',
    );
  });
});

describe('the tokens that are remembered', () => {
  const NOW = NOW_SECONDS * 1_000;
  const payload = { exp: NOW_SECONDS + 590 };

  it('are recalled by the profile that verified them alone, even where another differs in nothing', async () => {
    const tokens = verifiedTokens();
    const twin: IssuerProfile = { ...keycloak };
    tokens.remember('digest', keycloak, payload, NOW);
    expect(tokens.recall('digest', keycloak, NOW)).toBe(payload);
    expect(tokens.recall('digest', twin, NOW)).toBeUndefined();
    expect(tokens.recall('digest', cognito, NOW)).toBeUndefined();
  });

  it('are so many at most: the oldest makes room, and one that is verified anew takes no place twice', () => {
    const tokens = verifiedTokens(2);
    const recalled = () => ['a', 'b', 'c'].filter((digest) => tokens.recall(digest, keycloak, NOW));
    for (const digest of ['a', 'b', 'b']) tokens.remember(digest, keycloak, payload, NOW);
    expect(recalled()).toEqual(['a', 'b']);
    for (const digest of ['a', 'c']) tokens.remember(digest, keycloak, payload, NOW);
    expect(recalled()).toEqual(['a', 'c']);
  });

  it('have an end: one without is verified each time', () => {
    const tokens = verifiedTokens();
    tokens.remember('digest', keycloak, {}, NOW);
    expect(tokens.recall('digest', keycloak, NOW)).toBeUndefined();
  });

  it('are known by the SHA-256 of their bytes (FIPS 180-4, the example of one block)', async () => {
    expect(await verifiedTokens().digestOf('abc')).toBe('ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=');
  });
});
