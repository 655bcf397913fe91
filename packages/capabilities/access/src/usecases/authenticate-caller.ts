import { Refusal, type Caller } from '@temkin/kernel';
import {
  bearerToken,
  mayAct,
  mustSign,
  type BearerClaims,
  type BearerVerdict,
  type PrincipalRecord,
  type Stored,
} from '../domain/index.ts';
import type { PrincipalStore } from '../store/principals.ts';
import { verifyToken, type VerificationDependencies } from './verify-token.ts';

export interface AuthenticationDependencies extends VerificationDependencies {
  readonly principals: Pick<PrincipalStore, 'membership'>;
  /** Only the demo stage says yes. */
  readonly allowDemoIssuers?: boolean;
}

const HEADER_FAULTS: Readonly<Record<Exclude<BearerVerdict['verdict'], 'token'>, string>> = {
  missing: 'Send an access token: `Authorization: Bearer <token>`.',
  malformed: 'The Authorization header must be `Bearer`, a blank and one signed JWT.',
  'too-long': 'The access token is longer than 8 KiB.',
};

/** One answer to all who are not known here, so that nothing is learnt of who is. */
const NOBODY = 'The token is valid, but stands for nobody who may act here.';

const checkProfiles = ({ profiles, allowDemoIssuers = false }: AuthenticationDependencies): void => {
  const issuers = new Set(profiles.map(({ issuer }) => issuer));
  const ids = new Set(profiles.map(({ id }) => id));
  if (issuers.size < profiles.length || ids.size < profiles.length)
    throw new Error('two issuer profiles share an issuer or an id');
  const demo = profiles.find(({ stage }) => stage === 'demo');
  if (demo !== undefined && !allowDemoIssuers)
    throw new Error(`issuer profile ${demo.id} is for demonstrations and is not trusted here`);
};

const callerOf = (
  { tenant, client }: BearerClaims,
  { id, kind, roles, facility, reliedOn }: Stored<PrincipalRecord>,
): Caller => ({
  principal: { tenant, id, client, roles, ...(facility !== undefined && { facility }) },
  // A system asks many times at once, and a check of its one item would make its transactions collide: its suspension
  // holds from the next request on.
  reliedOn: kind === 'staff' ? [reliedOn] : [],
});

/**
 * Turns an `Authorization` header into a caller: the token says who, the store says what that one is, in this very
 * request. Throws the refusals of `verifyToken`, and `ACCESS.UNAUTHENTICATED` for a header without a token and for a
 * subject that is unknown, not active, or of a tenant that does not take the issuer's word. Says too whether
 * this caller's requests must be signed. The one who is known and not
 * active is told the same as all others, and named to the record (`by`).
 *
 * Made with a demo issuer's profile outside the demo stage, it throws at once: such a system must not start.
 */
export const authenticateCaller = (dependencies: AuthenticationDependencies) => {
  checkProfiles(dependencies);
  const { principals } = dependencies;
  const verify = verifyToken(dependencies);

  return async (
    authorization: string | undefined,
  ): Promise<{
    readonly caller: Caller;
    readonly scopes: readonly string[];
    readonly mustSign: boolean;
  }> => {
    const bearer = bearerToken(authorization);
    if (bearer.verdict !== 'token')
      throw new Refusal('ACCESS.UNAUTHENTICATED', { detail: HEADER_FAULTS[bearer.verdict] });
    const { profile, claims } = await verify(bearer.token);

    const { tenant, principal } = await principals.membership({
      tenant: claims.tenant,
      issuer: profile.id,
      subject: claims.subject,
    });
    if (tenant === undefined || !tenant.issuers.includes(profile.id) || principal === undefined)
      throw new Refusal('ACCESS.UNAUTHENTICATED', { detail: NOBODY });

    const caller = callerOf(claims, principal);
    if (!mayAct(principal)) throw new Refusal('ACCESS.UNAUTHENTICATED', { detail: NOBODY, by: caller });
    return { caller, scopes: claims.scopes, mustSign: mustSign(tenant.settings, principal.roles) };
  };
};
