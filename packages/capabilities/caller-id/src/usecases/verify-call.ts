import { epochOf, keyedHash, type KeyRing } from '@temkin/crypto';
import { inForce, toHex, type Caller, type Clock } from '@temkin/kernel';
import {
  checkIdentity,
  FRESHNESS_POLICY,
  refusedIdentity,
  type AcceptedIdentity,
  type IdentityChecks,
  type IdentityVerdict,
  type PresentedCall,
} from '../domain/index.ts';
import type { SeenIdentities } from '../store/seen-identities.ts';
import { requirePinned } from './require-pinned.ts';
import type { PinnedClients } from './signing-ports.ts';

/** A call that came in at a network, as it asks what its identity is worth. */
export interface CallToVerify extends PresentedCall {
  /** Of the INVITE: one that is repeated on its way is no replay. */
  readonly callId?: string;
  readonly clientCertificate: string | undefined;
}

export interface VerifyCallDependencies extends IdentityChecks {
  /** Purpose `call`. */
  readonly keyRing: KeyRing;
  readonly seen: SeenIdentities;
  readonly pins: PinnedClients;
  readonly clock: Clock;
}

const HASH_BYTES = 16;
const PURPOSE = 'call';

/**
 * Judges the identity of a call, and whether it was seen with another call within three minutes. Whatever is wrong with it is a
 * verdict. Refuses `CALL.CERTIFICATE_NOT_PINNED`.
 */
export const verifyCall = (dependencies: VerifyCallDependencies) => {
  const { keyRing, seen, pins, clock } = dependencies;

  /** The key under which every presentation of a token is remembered, be it before or after the end of a month. */
  const keyFor = async (tenant: string, iat: number, now: number) => {
    const current = await keyRing.current(tenant, PURPOSE);
    // The first instant at which the token could be presented.
    const epoch = epochOf((iat - inForce(FRESHNESS_POLICY, now).value.ahead) * 1_000);
    return epoch === current.id ? current : ((await keyRing.byId(tenant, PURPOSE, epoch)) ?? current);
  };

  const isFirst = async (
    tenant: string,
    { claims, spc, signingInput }: AcceptedIdentity,
    callId: string | undefined,
    now: number,
  ): Promise<boolean> => {
    const { id, key } = await keyFor(tenant, claims.iat, now);
    const hash = (...parts: readonly string[]): string => toHex(keyedHash(key, HASH_BYTES, ...parts));
    return seen.see(tenant, {
      keyId: id,
      identityHashes: [
        hash('seen-signing-input', signingInput),
        // Of its provider: nobody else can use up the calls of another.
        hash('seen-origid', spc, claims.origid.toLowerCase()),
      ],
      ...(callId !== undefined && { callHash: keyedHash(key, HASH_BYTES, 'seen-call-id', callId) }),
      expiresAtSeconds: Math.ceil(now / 1_000) + inForce(FRESHNESS_POLICY, now).value.remembered,
    });
  };

  return async (
    caller: Caller,
    { callId, clientCertificate, ...call }: CallToVerify,
  ): Promise<IdentityVerdict> => {
    requirePinned(pins, caller, clientCertificate);
    const now = clock.now();
    const verdict = await checkIdentity(dependencies, call, now);
    if (!verdict.accepted) return verdict;
    return (await isFirst(caller.principal.tenant, verdict, callId, now))
      ? verdict
      : refusedIdentity('replayed');
  };
};
