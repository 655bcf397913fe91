import { ISSUED_NAME, TENANT_ID } from './identifiers.ts';
import type { IssuerProfile } from './issuer-profile.ts';

/** What a verified token says of its bearer. */
export interface BearerClaims {
  readonly tenant: string;
  readonly subject: string;
  readonly client: string;
  /** Without the issuer's prefix. */
  readonly scopes: readonly string[];
}

export type ClaimsVerdict =
  | { readonly verdict: 'accepted'; readonly claims: BearerClaims }
  /** `because` tells the client what to mend and repeats nothing of the token. */
  | { readonly verdict: 'refused'; readonly because: string };

const refused = (because: string): ClaimsVerdict => ({ verdict: 'refused', because });

const wellFormed = (value: unknown, form: RegExp): string | undefined =>
  typeof value === 'string' && form.test(value) ? value : undefined;

const ownScopes = (scope: string, prefix: string): readonly string[] =>
  scope
    .split(' ')
    .filter((one) => one.startsWith(prefix) && one.length > prefix.length)
    .map((one) => one.slice(prefix.length));

/**
 * Reads the claims of a token whose signature, issuer, `aud`, `typ`, `nbf` and `exp` have been checked, by the rest of
 * the issuer's profile: audience by client, required claims, life, tenant, subject, client and scopes.
 */
export const readClaims = (
  profile: IssuerProfile,
  payload: Readonly<Record<string, unknown>>,
  nowSeconds: number,
): ClaimsVerdict => {
  const { iat, exp, scope = '' } = payload;
  if (typeof iat !== 'number' || typeof exp !== 'number')
    return refused('The token must say `iat` and `exp`.');
  if (iat > nowSeconds + profile.clockToleranceSeconds) return refused('The token is not valid yet.');
  if (exp - iat > profile.maxLifetimeSeconds)
    return refused(`A token may live ${profile.maxLifetimeSeconds} seconds at most.`);

  for (const [claim, value] of Object.entries(profile.required))
    if (payload[claim] !== value) return refused('The token is not an access token.');

  // A token bound to a key (RFC 7800) that comes without proof of the key is a stolen one.
  if (payload.cnf !== undefined)
    return refused('The token is bound to a key and cannot be used as a bearer token.');

  const tenant = wellFormed(payload[profile.claims.tenant], TENANT_ID);
  const client = wellFormed(payload[profile.claims.client], ISSUED_NAME);
  const subject = wellFormed(payload.sub, ISSUED_NAME);
  if (tenant === undefined || client === undefined || subject === undefined || typeof scope !== 'string')
    return refused('The token must name tenant, client and subject.');
  if (profile.audience.claim === 'client_id' && !profile.audience.oneOf.includes(client))
    return refused('The token is not meant for this API.');

  return {
    verdict: 'accepted',
    claims: { tenant, client, subject, scopes: ownScopes(scope, profile.scopePrefix) },
  };
};
