import {
  IDENTITY_FAULTS,
  refusedIdentity,
  SIP_REASONS,
  tokenOf,
  type CertificateVerdict,
  type ClaimConstraints,
  type IdentityFault,
  type IdentityVerdict,
} from '@temkin/caller-id/domain';
import { toDerSignature } from '@temkin/crypto';
import { toBase64Url } from '@temkin/kernel';
import { describe, expect, it } from 'vitest';
import {
  CLAIMS,
  HEADER,
  identityWorld,
  NOW,
  otherSignature,
  PARAMETERS,
  type Json,
} from '../support/identity-world.ts';
import { memorySigner } from '../support/memory-signer.ts';
import { p256KeyOf } from '../support/p256-key.ts';

const world = await identityWorld();
const good = await world.good();
const payload: Json = JSON.parse(JSON.stringify(CLAIMS)) as Json;

/** The code and our own word for it. */
const said = (verdict: IdentityVerdict): string =>
  verdict.accepted ? 'accepted' : `${verdict.code} ${verdict.fault}`;

const sentence = (fault: IdentityFault): string => `${IDENTITY_FAULTS[fault]} ${fault}`;

const merged = (base: object, change: object): Json =>
  JSON.parse(JSON.stringify({ ...base, ...change })) as Json;

/** The header of a diversion. */
const diversion = (token: string): string => `${token};${PARAMETERS.replace('shaken', 'div')}`;

/** What becomes of a token with another header, payload or parameters, signed rightly. */
const changed = async ({
  header = {},
  claims = {},
  parameters = PARAMETERS,
}: {
  readonly header?: Readonly<Record<string, Json | undefined>>;
  readonly claims?: Readonly<Record<string, Json | undefined>>;
  readonly parameters?: string;
}): Promise<string> => {
  const token = await world.sign(merged(HEADER, header), merged(CLAIMS, claims));
  return said(await world.check({ identityHeaders: [`${token};${parameters}`] }));
};

describe('an identity', () => {
  it('holds where everything about it is right', async () => {
    const verdict = await world.check({ identityHeaders: [good] });
    expect(verdict).toEqual({
      accepted: true,
      claims: CLAIMS,
      spc: '709J',
      signingInput: good.split(';')[0]?.split('.').slice(0, 2).join('.'),
    });
    expect(said(await world.check({ identityHeaders: [good.replace('=shaken', '="shaken"')] }))).toBe(
      'accepted',
    );
    expect(await changed({ claims: { jti: 'an-extra-claim' } })).toBe('accepted');
  });

  it('holds with s and with n − s, which are one call by what is signed', async () => {
    const [head = '', body = '', signature = ''] = good.split(';')[0]?.split('.') ?? [];
    const high = otherSignature(Uint8Array.from(Buffer.from(signature, 'base64url')));
    const malleated = `${tokenOf(`${head}.${body}`, high)};${PARAMETERS}`;
    expect(malleated).not.toBe(good);
    expect(await world.check({ identityHeaders: [malleated] })).toEqual(
      await world.check({ identityHeaders: [good] }),
    );
  });

  it('has a reason phrase of SIP for every fault', () => {
    for (const fault of Object.keys(IDENTITY_FAULTS) as IdentityFault[])
      expect(refusedIdentity(fault).reason).toBe(SIP_REASONS[IDENTITY_FAULTS[fault]]);
  });

  it.each<[IdentityFault, Parameters<typeof changed>[0]]>([
    ['wrong-algorithm', { header: { alg: 'none' } }],
    ['wrong-algorithm', { header: { alg: undefined } }],
    ['wrong-algorithm', { header: { alg: 'HS256' } }],
    ['wrong-algorithm', { parameters: PARAMETERS.replace('ES256', 'RS256') }],
    ['wrong-type', { header: { typ: 'JWT' } }],
    ['wrong-type', { header: { typ: undefined } }],
    ['not-one-shaken', { header: { ppt: undefined } }],
    ['not-one-shaken', { header: { ppt: 'rcd' } }],
    ['not-one-shaken', { parameters: PARAMETERS.replace(';ppt=shaken', '') }],
    ['not-one-shaken', { parameters: PARAMETERS.replace('shaken', 'div') }],
    ['unknown-parameter', { header: { crit: ['exp'], exp: 1 } }],
    ['unknown-parameter', { header: { kid: '1' } }],
    ['no-info', { parameters: 'alg=ES256;ppt=shaken' }],
    ['no-info', { header: { x5u: undefined } }],
    ['other-info', { header: { x5u: 'https://cr.example.vn/stir/709J/other.pem' } }],
    ['malformed', { claims: { iat: String(CLAIMS.iat) } }],
    ['malformed', { claims: { iat: undefined } }],
    ['malformed', { parameters: `${PARAMETERS};ppt=shaken` }],
    ['malformed', { parameters: PARAMETERS.replaceAll(/[<>]/g, '') }],
    ['stale', { claims: { iat: NOW / 1_000 - 61 } }],
    ['ahead-of-time', { claims: { iat: NOW / 1_000 + 6 } }],
    ['ahead-of-time', { claims: { iat: NOW / 1_000 + 3_600 } }],
    ['wrong-claims', { claims: { attest: 'W' } }],
    ['wrong-claims', { claims: { attest: undefined } }],
    ['wrong-claims', { claims: { origid: undefined } }],
    ['wrong-claims', { claims: { dest: undefined } }],
    ['wrong-claims', { claims: { dest: { tn: '84912345678' } } }],
    ['wrong-claims', { claims: { orig: { tn: ['842439447788'] } } }],
    ['wrong-claims', { claims: { orig: { tn: '+842439447788' } } }],
    ['wrong-claims', { claims: { rcd: { apn: '842439447788' } } }],
    ['other-caller', { claims: { orig: { tn: '842439447789' } } }],
    ['other-callee', { claims: { dest: { tn: ['84912345679'] } } }],
  ])('is refused as %s: %j', async (fault, change) => {
    expect(await changed(change)).toBe(sentence(fault));
  });

  it.each([
    [NOW / 1_000 - 60, 'accepted'],
    [NOW / 1_000 + 5, 'accepted'],
  ])('may be as old, or as far ahead, as %d', async (iat, outcome) => {
    expect(await changed({ claims: { iat } })).toBe(outcome);
  });

  it.each([
    ['stale', NOW - 61_000],
    ['ahead-of-time', NOW + 6_000],
  ] as const)('is %s where the Date of its call is', async (fault, date) => {
    expect(said(await world.check({ identityHeaders: [good], date }))).toBe(sentence(fault));
  });

  it('is asked for where there is none', async () => {
    expect(said(await world.check({ identityHeaders: [] }))).toBe(sentence('absent'));
  });

  it('is refused in compact form, longer than 8 KiB, joined with another, or with a signature in DER', async () => {
    const [head = '', body = '', signature = ''] = good.split(';')[0]?.split('.') ?? [];
    const der = toBase64Url(toDerSignature(Uint8Array.from(Buffer.from(signature, 'base64url'))));
    for (const header of [
      `..${signature};${PARAMETERS}`,
      `${good};a=${'a'.repeat(8_192)}`,
      `${good},${good}`,
      `${head}.${body}.${der};${PARAMETERS}`,
    ])
      expect(said(await world.check({ identityHeaders: [header] }))).toBe(sentence('malformed'));
  });

  it('is refused where there are two that are shaken, or one beside it that cannot be read', async () => {
    expect(said(await world.check({ identityHeaders: [good, good] }))).toBe(sentence('not-one-shaken'));
    expect(said(await world.check({ identityHeaders: [good, 'x'] }))).toBe(sentence('malformed'));
  });

  it('is that of the shaken header, where there are others', async () => {
    const rcd = `${await world.sign({ ...HEADER, ppt: 'rcd' }, payload)};${PARAMETERS.replace('shaken', 'rcd')}`;
    expect(said(await world.check({ identityHeaders: [rcd, good] }))).toBe('accepted');
  });

  it.each([
    ['address-refused', 436],
    ['unreachable', 436],
  ] as const)('is refused where its certificate is %s', async (outcome, code) => {
    const verdict = await world.check(
      { identityHeaders: [good] },
      { source: { find: async () => ({ outcome }) } },
    );
    expect(said(verdict)).toBe(`${code} ${outcome}`);
  });

  it('is refused where its certificate is not trusted, which is judged at `iat`', async () => {
    const at: number[] = [];
    const verdict = await world.check(
      { identityHeaders: [good] },
      {
        judge: {
          judge: async (_, seconds) => {
            at.push(seconds);
            return { trusted: false, because: 'dates' };
          },
        },
      },
    );
    expect([said(verdict), at]).toEqual([sentence('untrusted'), [CLAIMS.iat]]);
  });

  it('is refused where another key signed it, before a word of it is looked at', async () => {
    const stranger = await identityWorld(memorySigner('ES256'));
    const token = await stranger.sign(HEADER, { iat: CLAIMS.iat });
    const verdict = await world.check({ identityHeaders: [`${token};${PARAMETERS}`] });
    expect(said(verdict)).toBe(sentence('wrong-signature'));
  });

  it('is refused of a caller without a number', async () => {
    const { check } = world;
    expect(said(await check({ identityHeaders: [good], from: 'anonymous' }))).toBe(sentence('other-caller'));
    const nobody = await check({ identityHeaders: [good], from: undefined } as never);
    expect(said(nobody)).toBe(sentence('anonymous'));
  });

  it('is refused where another was dialled, and said to be diverted where a header says so', async () => {
    const div = (claims: Json): Promise<string> => world.sign({ ...HEADER, ppt: 'div' }, claims);
    const to = '0987654321';
    const honest = await div({ dest: { tn: ['84987654321'] }, div: { tn: '84912345678' }, iat: CLAIMS.iat });
    const foreign = await div({ dest: { tn: ['84987654321'] }, div: { tn: '84900000000' }, iat: CLAIMS.iat });
    expect(said(await world.check({ identityHeaders: [good], to }))).toBe(sentence('other-callee'));
    expect(said(await world.check({ identityHeaders: [good, diversion(honest)], to }))).toBe(
      sentence('diverted'),
    );
    expect(said(await world.check({ identityHeaders: [good, diversion(foreign)], to }))).toBe(
      sentence('other-callee'),
    );
    expect(said(await world.check({ identityHeaders: [good], to: 'not a number' }))).toBe(
      sentence('other-callee'),
    );
  });

  it('is refused where its provider does not hold the number, or the name', async () => {
    const { providers } = world.checks;
    const call = { identityHeaders: [good] };
    expect(
      said(await world.check(call, { providers: { ...providers, mayCallFrom: async () => false } })),
    ).toBe('437 number-not-held');
    expect(said(await world.check(call, { providers: { ...providers, mayShow: async () => false } }))).toBe(
      '438 name-not-held',
    );
  });

  it.each<[string, ClaimConstraints]>([
    ['accepted', { mustInclude: ['rcd', 'attest'], permitted: [{ claim: 'attest', values: ['C', 'A'] }] }],
    ['accepted', { mustInclude: [], permitted: [{ claim: 'rcd', values: ['{"nam":"Bưu điện VN"}'] }] }],
    ['accepted', { mustInclude: [], permitted: [{ claim: 'div', values: ['x'] }] }],
    ['438 not-permitted', { mustInclude: ['rcdi'], permitted: [] }],
    ['438 not-permitted', { mustInclude: ['constructor'], permitted: [] }],
    ['438 not-permitted', { mustInclude: [], permitted: [{ claim: 'attest', values: ['B', 'C'] }] }],
    ['438 not-permitted', { mustInclude: [], permitted: [{ claim: 'rcd', values: ['{"nam":"Bưu cục"}'] }] }],
  ])('is %s where its certificate allows that: %j', async (outcome, constraints) => {
    const constrained = async (): Promise<CertificateVerdict> => ({
      trusted: true,
      key: await p256KeyOf(world.signer),
      spc: '709J',
      constraints,
    });
    expect(said(await world.check({ identityHeaders: [good] }, { judge: { judge: constrained } }))).toBe(
      outcome,
    );
  });

  it('asks nobody about a certificate before form and time are right', async () => {
    const fresh = await identityWorld();
    const stale = await fresh.sign(HEADER, merged(CLAIMS, { iat: 1 }));
    for (const header of ['x', `${stale};${PARAMETERS}`, `${stale};info=<https://evil.example/>`])
      await fresh.check({ identityHeaders: [header] });
    expect(fresh.asked).toEqual([]);
  });
});
