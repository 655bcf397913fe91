import { mintPassport } from '@temkin/caller-id/domain';
import { certificateJudge, issueCertificate, issueRoot } from '@temkin/stir-certificates';
import { describe, expect, it } from 'vitest';
import { declaredCalls, POOL_NUMBER, RECIPIENT } from '../support/declared-calls.ts';
import { memorySigner } from '../support/memory-signer.ts';
import { testClock } from '../support/test-clock.ts';
import { testSystem, type TestSystem } from '../support/system.ts';
import { testCallSigning } from '../support/test-call-signing.ts';

const NOW = Date.parse('2026-11-22T05:00:00Z');
const ADDRESS = 'https://cr.operator.example/stir/709J/1.pem';
const IN_FORCE = { from: NOW - 1_000_000, until: NOW + 1_000_000 };

/** An operator whose root we trust, for its own calls. */
const operatorAuthority = { signer: memorySigner('ES256'), name: 'STIR root of an operator' };
const operatorRoot = await issueRoot(operatorAuthority, { serial: Uint8Array.of(1), ...IN_FORCE });

const certifiedFor = async (spc: string, publicKey: Uint8Array) => [
  await issueCertificate(operatorAuthority, {
    name: `SHAKEN ${spc}`,
    publicKey,
    serial: Uint8Array.of(2),
    spc,
    ...IN_FORCE,
  }),
];

const signing = await testCallSigning(testClock(NOW));

/** What becomes of a call, by a number of our company where no other is named, that somebody signs, by a certificate of the operator. */
const verdictOn = async (
  chain: readonly Uint8Array[],
  signer = memorySigner('ES256'),
  changed: Partial<typeof signing> = {},
  prepared: (system: TestSystem) => Promise<void> = async () => undefined,
  caller = POOL_NUMBER,
): Promise<unknown> => {
  const system = await testSystem({
    now: NOW,
    callSigning: {
      ...signing,
      judge: certificateJudge({ anchors: [{ certificate: operatorRoot }] }),
      source: { find: async () => ({ outcome: 'found', chain }) },
      providers: { mayCallFrom: async () => false, mayShow: async () => false },
      ...changed,
    },
  });
  await declaredCalls(system).addNumber();
  await prepared(system);
  const { identityHeader } = await mintPassport(signer, ADDRESS, {
    attest: 'A',
    dest: { tn: [RECIPIENT.slice(1)] },
    iat: NOW / 1_000 - 1,
    orig: { tn: caller.slice(1) },
    origid: crypto.randomUUID(),
    rcd: { nam: 'Ngân hàng Nhà nước' },
  });
  const response = await system.as('operator-mobile').post('/stir/v1/verification', {
    verificationRequest: { identityHeader, from: { tn: caller }, to: { tn: RECIPIENT } },
  });
  const { verificationResponse } = (await response.json()) as {
    readonly verificationResponse: {
      readonly verifyResults: readonly [{ readonly verifyResult: Readonly<Record<string, unknown>> }];
    };
  };
  const [{ verifyResult }] = verificationResponse.verifyResults;
  return verifyResult.reasonCode ?? verifyResult.status;
};

describe('a certificate with the code of a company of ours', () => {
  it('holds for its key, whoever certified that', async () => {
    const chain = await certifiedFor('709J', await signing.signer.publicKey());
    expect(await verdictOn(chain, signing.signer)).toBe('success');
  });

  it('is untrusted for any other key, be it of an authority that we trust', async () => {
    const stranger = memorySigner('ES256');
    expect(await verdictOn(await certifiedFor('709J', await stranger.publicKey()), stranger)).toBe(437);
  });
});

const operator = memorySigner('ES256');
const operatorChain = await certifiedFor('801V', await operator.publicKey());

const retired = (system: TestSystem): Promise<void> => declaredCalls(system).retireNumber();

describe('an operator whose range has a number of our pool', () => {
  const itsRange = { mayCallFrom: async () => true, mayShow: async () => true };
  const verdict = (
    changed: Partial<typeof signing> = {},
    prepared?: (system: TestSystem) => Promise<void>,
  ): Promise<unknown> => verdictOn(operatorChain, operator, { providers: itsRange, ...changed }, prepared);

  it('does not sign as the company that has it and signs here', async () => {
    expect(await verdict()).toBe(437);
  });

  it('signs as a company that has no certificate here, for nobody else could', async () => {
    expect(
      await verdict({ certificates: signing.certificates.filter(({ tenant }) => tenant !== 'demo') }),
    ).toBe('success');
  });

  it('does not sign by a number that was retired, until that is free again', async () => {
    expect(await verdict({}, retired)).toBe(437);
    expect(
      await verdict({}, async (system) => {
        await retired(system);
        // As long as the support keeps it held.
        system.clock.advance(1_000);
      }),
    ).toBe('success');
  });

  it('signs by numbers that nobody of ours has', async () => {
    expect(
      await verdictOn(operatorChain, operator, { providers: itsRange }, undefined, '+842439440000'),
    ).toBe('success');
  });
});
