import { Refusal, type Clock } from '@temkin/kernel';
import { decodeJwt, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { readClaims, type BearerClaims, type IssuerProfile } from '../domain/index.ts';
import type { KeysOf } from './issuer-keys.ts';
import { verifiedTokens } from './verified-tokens.ts';

export interface VerificationDependencies {
  readonly profiles: readonly IssuerProfile[];
  readonly keysOf: KeysOf;
  readonly clock: Clock;
}

/** Seconds after which a client may ask again when an issuer's keys could not be had. */
const RETRY_AFTER_SECONDS = 5;

const CLAIM_FAULTS: Readonly<Record<string, string>> = {
  aud: 'The token is not meant for this API.',
  typ: 'The token is not an access token.',
  nbf: 'The token is not valid yet.',
};

const unauthenticated = (detail: string) => new Refusal('ACCESS.UNAUTHENTICATED', { detail });

/** The issuer a token claims, to choose the profile by. Nothing else is believed before the signature is. */
const claimedIssuer = (token: string): string | undefined => {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
};

/** Tells a key that is not there, which is the token's fault, from keys that cannot be had, which is not. */
const orUnavailable =
  (keys: JWTVerifyGetKey): JWTVerifyGetKey =>
  async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
        throw unauthenticated('The token is signed by no key of its issuer.');
      throw new Refusal('ACCESS.ISSUER_UNAVAILABLE', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
  };

const refusalOf = (error: unknown): unknown => {
  if (error instanceof errors.JWTExpired)
    return new Refusal('ACCESS.TOKEN_EXPIRED', { detail: 'Ask the issuer for a new token.' });
  if (error instanceof errors.JWTClaimValidationFailed)
    return unauthenticated(CLAIM_FAULTS[error.claim] ?? 'A claim of the token is missing or malformed.');
  if (error instanceof errors.JOSEAlgNotAllowed)
    return unauthenticated('The token is signed by an algorithm that its issuer does not use.');
  if (error instanceof errors.JWSSignatureVerificationFailed)
    return unauthenticated('The signature of the token does not hold.');
  return error instanceof errors.JOSEError ? unauthenticated('The token is not a signed JWT.') : error;
};

/** What a token says whose algorithm, signature, issuer, audience, type and time hold by the profile. */
const verifiedPayload = async (
  token: string,
  profile: IssuerProfile,
  { keysOf }: VerificationDependencies,
  nowMilliseconds: number,
): Promise<JWTPayload> => {
  const verified = jwtVerify(token, orUnavailable(keysOf(profile)), {
    algorithms: [...profile.algorithms],
    issuer: profile.issuer,
    currentDate: new Date(nowMilliseconds),
    clockTolerance: profile.clockToleranceSeconds,
    ...(profile.audience.claim === 'aud' && { audience: profile.audience.equals }),
    ...(profile.typ !== undefined && { typ: profile.typ }),
  });
  return verified.then(
    (result) => result.payload,
    (error: unknown) => {
      throw refusalOf(error);
    },
  );
};

/**
 * Verifies an access token by the profile of the issuer it names: algorithm, signature, issuer, audience, type, time and
 * claims. Throws the refusals `ACCESS.TOKEN_EXPIRED`, `ACCESS.UNAUTHENTICATED` and, where the issuer's keys cannot be
 * had, `ACCESS.ISSUER_UNAVAILABLE`. A token that comes again within a minute is not verified anew; its claims are read
 * each time.
 */
export const verifyToken = (dependencies: VerificationDependencies) => {
  const { profiles, clock } = dependencies;
  const verified = verifiedTokens();

  return async (
    token: string,
  ): Promise<{ readonly profile: IssuerProfile; readonly claims: BearerClaims }> => {
    const issuer = claimedIssuer(token);
    const profile = profiles.find((one) => one.issuer === issuer);
    if (profile === undefined) throw unauthenticated('The token comes from no issuer that is trusted here.');

    const digest = await verified.digestOf(token);
    const nowMilliseconds = clock.now();
    const recalled = verified.recall(digest, profile, nowMilliseconds);
    const payload = recalled ?? (await verifiedPayload(token, profile, dependencies, nowMilliseconds));
    const verdict = readClaims(profile, payload, nowMilliseconds / 1_000);
    if (verdict.verdict === 'refused') throw unauthenticated(verdict.because);
    if (recalled === undefined) verified.remember(digest, profile, payload, nowMilliseconds);
    return { profile, claims: verdict.claims };
  };
};
