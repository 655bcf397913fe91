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
import { addressOf, CALLEE, startSipWorld } from './sip-world.ts';

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
