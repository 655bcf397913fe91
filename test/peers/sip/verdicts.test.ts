import type { IdentityVerdict } from '@temkin/caller-id/domain';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { otherSignature } from '../../support/identity-world.ts';
import { tableUnder } from '../../support/markdown-tables.ts';
import { accepted, callOf, resigned, rewrite, type Case, type Verdicts } from './case.ts';
import { CERTIFICATE_CASES } from './certificate-cases.ts';
import { CALLER } from './certificate-chains.ts';
import { CLAIM_CASES } from './claim-cases.ts';
import { FORM_CASES } from './form-cases.ts';
import type { SipCall } from './programs.ts';
import { addressOf, CALLEE, LONG_NAME, LONG_SERIAL, startSipWorld, type OtherToken } from './sip-world.ts';

const GUIDE = new URL('../../../docs/verified-calls.md', import.meta.url);

const world = await startSipWorld();
afterAll(world.stop);
const { peers } = world;

const said = (verdict: IdentityVerdict): string =>
  verdict.accepted ? '200' : `${verdict.code} ${verdict.fault}`;

/** Where the last `info` of a header leads, which is the one that the library takes. */
const addressIn = (identity: string): string | undefined =>
  [...identity.matchAll(/info=<([^>]*)>/g)].at(-1)?.[1];

/** How a program ends that says a code of the library. */
const exitOf = (code: number | undefined): number | undefined =>
  code === undefined || code > 0 ? 0 : ((code % 256) + 256) % 256;

/** The program over HTTP and as a command, where there is one header and it says where the certificate is. */
const secsipidx = async ({
  identities,
}: SipCall): Promise<{ readonly overHttp?: boolean; readonly exit?: number | null }> => {
  const [identity, ...others] = identities;
  if (identity === undefined || others.length > 0) return {};
  const overHttp = await peers.overHttp(identity);
  const address = addressIn(identity);
  return address === undefined ? { overHttp } : { overHttp, exit: await peers.command(identity, address) };
};

/** Asks everybody about the same headers. The library in Kamailio and the program must agree. */
const ask = async (call: SipCall, command?: number): Promise<Verdicts> => {
  const [plain, careful, ours, program] = await Promise.all([
    peers.plain(call),
    peers.careful(call),
    world.ours(call),
    secsipidx(call),
  ]);
  if (careful.library !== undefined) expect(careful.library).toBe(plain.library);
  if (program.overHttp !== undefined) expect(program.overHttp).toBe(plain.library === 1);
  if (program.exit !== undefined) expect(program.exit).toBe(exitOf(command ?? plain.library));
  return { secsipidx: plain.library, plain: plain.status, careful: careful.status, ours: said(ours) };
};

const ALL: readonly Case[] = [...CLAIM_CASES, ...FORM_CASES, ...CERTIFICATE_CASES];

const isTaken = (code: number | string): boolean => String(code) === '200';

/** Cases by who takes them: a peer as it comes, one that was made careful, we. */
const takenBy = (plain: boolean, careful: boolean, ours: boolean): readonly Case[] =>
  ALL.filter(
    ({ says }) =>
      isTaken(says.plain) === plain && isTaken(says.careful) === careful && isTaken(says.ours) === ours,
  );

/** For `it.each`: title, what is said of it, the case. */
const rows = (cases: readonly Case[]): readonly (readonly [string, string, Case])[] =>
  cases.map((subject) => {
    const { secsipidx: library, plain, careful, ours } = subject.says;
    return [subject.title, `secsipidx ${library}, Kamailio ${plain} and ${careful}, we ${ours}`, subject];
  });

const verdictsOn = async (subject: Case): Promise<Verdicts> =>
  ask(await callOf(subject, world), subject.command);

describe('secsipidx, Kamailio and we accept an identity', () => {
  it.each(rows(takenBy(true, true, true)))('%s (%s)', async (_title, _said, subject) => {
    expect(await verdictsOn(subject)).toEqual(subject.says);
  });
});

describe('secsipidx, Kamailio and we refuse an identity', () => {
  it.each(rows(takenBy(false, false, false)))('%s (%s)', async (_title, _said, subject) => {
    expect(await verdictsOn(subject)).toEqual(subject.says);
  });
});

describe('secsipidx, and Kamailio as its page shows it, accept what a careful Kamailio and we refuse: an identity', () => {
  it.each(rows(takenBy(true, false, false)))('%s (%s)', async (_title, _said, subject) => {
    expect(await verdictsOn(subject)).toEqual(subject.says);
  });
});

describe('every peer accepts what we refuse: an identity', () => {
  it.each(rows(takenBy(true, true, false)))('%s (%s)', async (_title, _said, subject) => {
    expect(await verdictsOn(subject)).toEqual(subject.says);
  });
});

describe('an identity that secsipidx signed', () => {
  it('holds for us as for everybody', async () => {
    const signed = { orig: CALLER, dest: CALLEE, address: addressOf('good'), privatePem: world.privatePem };
    const identities = [await peers.sign(signed)];
    expect(await ask(await callOf({ call: async () => ({ identities }) }, world))).toEqual(accepted);
  });
});

describe('an identity that was presented before', () => {
  it('holds for every peer once more, with either of its signatures, and is known to us by what is signed', async () => {
    const identity = await world.minted();
    const malleated = rewrite(identity, resigned(otherSignature));
    const calls = await Promise.all(
      [identity, identity, malleated].map((value) =>
        callOf({ call: async () => ({ identities: [value] }) }, world),
      ),
    );
    for (const call of calls) expect(await ask(call)).toEqual(accepted);
    const verdicts = await Promise.all(calls.map(world.ours));
    const inputs = verdicts.map((verdict) => verdict.accepted && verdict.signingInput);
    expect(new Set(inputs)).toEqual(new Set([identity.split('.').slice(0, 2).join('.')]));
  });
});

/** What a right call leaves in a peer's variables must be worth nothing to the next, which lacks it. */
const LACKING: readonly (readonly [string, OtherToken, number])[] = [
  ['`alg`', { header: { alg: undefined } }, 437],
  ['`typ`', { header: { typ: undefined } }, 437],
  ['`ppt`', { header: { ppt: undefined } }, 438],
  ['`x5u`', { header: { x5u: undefined } }, 436],
  ['`iat`', { claims: { iat: undefined } }, 438],
  ['`attest`', { claims: { attest: undefined } }, 438],
  ['`origid`', { claims: { origid: undefined } }, 438],
  ['`orig`', { claims: { orig: undefined } }, 438],
  ['`orig.tn`', { claims: { orig: { uri: 'sip:a@example.vn' } } }, 438],
  ['`dest`', { claims: { dest: undefined } }, 438],
  ['`dest.tn`', { claims: { dest: { uri: ['sip:b@example.vn'] } } }, 438],
];

describe('an identity behind one that holds, at the same process of a careful Kamailio', () => {
  it.each(LACKING)('does not have the %s of that one', async (_, lacking, refusal) => {
    const [right, wrong] = await Promise.all(
      [world.minted(), world.other(lacking)].map(async (made) => {
        const identity = await made;
        return callOf({ call: async () => ({ identities: [identity] }) }, world);
      }),
    );
    if (right === undefined || wrong === undefined) throw new Error('both are made');
    expect(await peers.careful(right)).toEqual({ status: 200, library: 1 });
    expect((await peers.careful(wrong)).status).toBe(refusal);
    expect(said(await world.ours(wrong))).toMatch(new RegExp(`^${refusal} `));
    expect(await peers.careful(right)).toEqual({ status: 200, library: 1 });
  });
});

/** What a call of two gateways carries at the least: one codec, and keys of a telephone (RFC 4733). */
const SESSION: readonly string[] = [
  'v=0',
  'o=- 3970000000 1 IN IP4 203.0.113.10',
  's=-',
  'c=IN IP4 203.0.113.10',
  't=0 0',
  'm=audio 40000 RTP/AVP 8 0 101',
  'a=rtpmap:8 PCMA/8000',
  'a=rtpmap:0 PCMU/8000',
  'a=rtpmap:101 telephone-event/8000',
  'a=fmtp:101 0-15',
  'a=ptime:20',
  'a=sendrecv',
];

/** From here on a request goes by TCP (RFC 3261 §18.1.1), for UDP could cut it into pieces. */
const LARGEST_BY_UDP = 1_300;

describe('an INVITE that is larger than may go by UDP, as ours are with a long name and what a call carries', () => {
  it.each(['udp', 'tcp'] as const)('is judged in full that came by %s', async (transport) => {
    const token = { certificate: LONG_SERIAL, claims: { rcd: { nam: LONG_NAME } } };
    const identity = await world.other(token);
    const invite: SipCall = {
      ...(await callOf({ call: async () => ({ identities: [identity] }) }, world)),
      session: SESSION,
    };
    const { answer, bytes } = await peers.carefulOver(transport, invite);
    expect(bytes).toBeGreaterThan(LARGEST_BY_UDP);
    expect(answer).toEqual({ status: 200, library: 1 });
    expect(said(await world.ours(invite))).toBe('200');
    const elsewhere = await peers.carefulOver(transport, { ...invite, callee: '+84912345679' });
    expect(elsewhere.answer).toEqual({ status: 438, library: 1 });
  });
});

describe('the table of verdicts', () => {
  it('has no identity that a peer refuses and we accept', () => {
    const tables = [false, true].flatMap((careful) => [
      takenBy(false, careful, true),
      takenBy(!careful, false, true),
    ]);
    expect(tables.flat()).toEqual([]);
    expect(takenBy(false, true, false)).toEqual([]);
  });

  it('is told in docs/verified-calls.md as far as a peer lets an identity through', () => {
    const told = tableUnder(readFileSync(GUIDE, 'utf8'), 'Held against').map((row) =>
      Object.values(row).map(({ text }) => text),
    );
    const laxer = [...takenBy(true, false, false), ...takenBy(true, true, false)];
    expect(told).toEqual(
      laxer.map(({ title, says }) => [
        title,
        isTaken(says.careful) ? 'accepts' : String(says.careful),
        says.ours.replace(/ (.*)$/, ' `$1`'),
      ]),
    );
  });
});
