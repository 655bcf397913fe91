import type { Recorder } from '@temkin/audit-event';
import type { KeyRing, Signer } from '@temkin/crypto';
import type { Caller, Clock, Receipt } from '@temkin/kernel';
import {
  CALL_REASON,
  canonicalNumber,
  decideSignature,
  holdsBy,
  mintPassport,
  readToken,
} from '../domain/index.ts';
import type { CallIntents } from '../store/call-intents.ts';
import type { PoolNumbers } from '../store/pool-numbers.ts';
import { findLiveCall } from './find-live-call.ts';
import type { Shippers } from './check-ports.ts';
import { callResource, refuse } from './refuse.ts';
import { requirePinned } from './require-pinned.ts';
import type { OwnCertificates, PinnedClients, SigningFindings } from './signing-ports.ts';
import { untilSettled } from './until-settled.ts';

/** A call that a network sets up, as it asks for its signature. */
export interface CallToSign {
  /** As the network writes them. */
  readonly orig: string;
  readonly dest: string;
  /** The certificate that the network's system connected with. */
  readonly clientCertificate: string | undefined;
}

export interface SignCallDependencies {
  /** Purpose `call`. */
  readonly keyRing: KeyRing;
  readonly intents: CallIntents;
  readonly numbers: PoolNumbers;
  readonly shippers: Shippers;
  readonly recorder: Recorder;
  /** ES256; its key is that of the certificates. */
  readonly signer: Signer;
  readonly certificates: OwnCertificates;
  readonly pins: PinnedClients;
  readonly findings: SigningFindings;
  readonly clock: Clock;
}

/** A verifier may refuse any time ahead of its own clock (Asterisk does): ours may be ahead of it by this much. Seconds. */
const BEHIND = 1;

/**
 * Signs a call for the network that sets it up: only one that was declared and is not answered, by its number and to its
 * recipient, at most twice, and none of a shipper who may not act any more, be its call still live. Who calls, when and how sure we are is ours to say. The signature is counted and on record before it is
 * made. Refuses `CALL.CERTIFICATE_NOT_PINNED`, `CALL.NOT_SIGNED_HERE`, `CALL.NOT_DECLARED`, `CALL.SIGNED_ENOUGH`.
 */
export const signCall = (dependencies: SignCallDependencies) => {
  const { intents, numbers, shippers, recorder, signer, certificates, pins, findings, clock } = dependencies;
  return async (
    caller: Caller,
    { orig, dest, clientCertificate }: CallToSign,
  ): Promise<{ readonly identityHeader: string; readonly receipt: Receipt }> => {
    requirePinned(pins, caller, clientCertificate);
    const { tenant } = caller.principal;
    const certificate = certificates.inUse(tenant, clock.now() - BEHIND * 1_000);
    if (certificate === undefined) throw refuse('CALL.NOT_SIGNED_HERE');
    const [calling, called] = [canonicalNumber(orig), canonicalNumber(dest)];
    if (calling === undefined || called === undefined) throw refuse('CALL.NOT_DECLARED');

    const counted = await untilSettled(async () => {
      const intent = await findLiveCall(dependencies, tenant, { calling, called });
      const number = await numbers.find(tenant, `+${calling}`);
      const verdict = decideSignature(intent, number, clock.now());
      if (verdict === 'signed-enough') throw refuse('CALL.SIGNED_ENOUGH');
      if (verdict === 'not-declared' || intent === undefined || number === undefined)
        throw refuse('CALL.NOT_DECLARED');
      if (!(await shippers.mayCall(tenant, intent.shipper))) throw refuse('CALL.NOT_DECLARED');
      const recorded = await recorder.commit(
        caller,
        { action: 'call.sign', outcome: 'allowed', resources: [callResource(intent.intentId)] },
        {
          reliedOn: [number.reliedOn],
          writes: () => [intents.noteWrite(tenant, intent, { signatures: 1 })],
        },
      );
      return recorded.outcome === 'committed' ? { intent, number, receipt: recorded.receipt } : undefined;
    });

    const { intent, number, receipt } = counted;
    findings.report({ finding: 'call-signed', tenant });
    const { token, identityHeader } = await mintPassport(signer, certificate.address, {
      attest: 'A',
      crn: CALL_REASON,
      dest: { tn: [called] },
      iat: Math.floor(clock.now() / 1_000) - BEHIND,
      orig: { tn: calling },
      origid: intent.intentId,
      rcd: { nam: number.longName.normalize('NFC') },
    });
    const signed = readToken(token);
    if (signed === undefined || !(await holdsBy(certificate.key, signed)))
      throw new Error('the key that signs calls is not that of the certificate in use');
    return { identityHeader, receipt };
  };
};
