/**
 * Signature algorithms a profile may allow (RFC 7518 §3.1, RFC 8037 §3.1). Asymmetric only, so that neither `none` nor a
 * key of the verifier can ever sign a token.
 */
export type SigningAlgorithm = 'ES256' | 'ES384' | 'EdDSA' | 'PS256' | 'RS256';

/** How the tokens of an issuer say that they are meant for this API. */
export type AudienceRule =
  | { readonly claim: 'aud'; readonly equals: string }
  /** For issuers that write no `aud`: the token belongs to one of our own clients. */
  | { readonly claim: 'client_id'; readonly oneOf: readonly string[] };

/** What is trusted of one OIDC issuer, as data: everything a verifier needs and nothing that a token says of itself. */
export interface IssuerProfile {
  /** Names the profile in tenants and principals: a change of the issuer's address strands nobody. */
  readonly id: string;
  /** The exact `iss` claim. */
  readonly issuer: string;
  readonly jwksUri: string;
  readonly algorithms: readonly SigningAlgorithm[];
  readonly audience: AudienceRule;
  /** The media type the header must name (RFC 9068 §2.1); absent where the issuer writes none. */
  readonly typ?: 'at+jwt';
  /** Claims that must be exactly this. */
  readonly required: Readonly<Record<string, string>>;
  /** Stands before our scopes at this issuer; a scope without it is none of ours. Empty where scopes are plain. */
  readonly scopePrefix: string;
  /** Which claims name tenant and OAuth client. */
  readonly claims: { readonly tenant: string; readonly client: string };
  /** The longest life, `exp` minus `iat`. */
  readonly maxLifetimeSeconds: number;
  /** How far the issuer's clock and ours may differ. */
  readonly clockToleranceSeconds: number;
  /** A `demo` issuer hands tokens to anybody at the keyboard: verifiers refuse it unless told otherwise. */
  readonly stage: 'demo' | 'production';
}

/** A token lives ten minutes at most: what it says of the client cannot be taken back sooner. */
const MAX_LIFETIME_SECONDS = 600;

/** Clocks kept by NTP differ by far less. */
const CLOCK_TOLERANCE_SECONDS = 5;

/** An issuer of JWT access tokens by RFC 9068: the embedded one, Keycloak and the like. */
export const rfc9068Profile = (options: {
  readonly id: string;
  readonly issuer: string;
  readonly jwksUri: string;
  readonly audience: string;
  readonly algorithms?: readonly SigningAlgorithm[];
  readonly tenantClaim?: string;
  readonly scopePrefix?: string;
  readonly clockToleranceSeconds?: number;
  readonly stage?: IssuerProfile['stage'];
}): IssuerProfile => ({
  id: options.id,
  issuer: options.issuer,
  jwksUri: options.jwksUri,
  algorithms: options.algorithms ?? ['ES256'],
  audience: { claim: 'aud', equals: options.audience },
  typ: 'at+jwt',
  required: {},
  scopePrefix: options.scopePrefix ?? '',
  claims: { tenant: options.tenantClaim ?? 'tenant', client: 'client_id' },
  maxLifetimeSeconds: MAX_LIFETIME_SECONDS,
  clockToleranceSeconds: options.clockToleranceSeconds ?? CLOCK_TOLERANCE_SECONDS,
  stage: options.stage ?? 'production',
});

/**
 * An Amazon Cognito user pool. Its access tokens are signed with RS256, carry neither `aud` nor `typ`, and differ from
 * its ID tokens by `token_use`; a pre-token-generation trigger adds the tenant; custom scopes are written
 * `<resource server>/<scope>`.
 */
export const cognitoProfile = (options: {
  readonly id: string;
  readonly region: string;
  readonly userPoolId: string;
  readonly clients: readonly string[];
  readonly resourceServer: string;
  readonly tenantClaim?: string;
}): IssuerProfile => {
  const issuer = `https://cognito-idp.${options.region}.amazonaws.com/${options.userPoolId}`;
  return {
    id: options.id,
    issuer,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    algorithms: ['RS256'],
    audience: { claim: 'client_id', oneOf: options.clients },
    required: { token_use: 'access' },
    scopePrefix: `${options.resourceServer}/`,
    claims: { tenant: options.tenantClaim ?? 'tenant', client: 'client_id' },
    maxLifetimeSeconds: MAX_LIFETIME_SECONDS,
    clockToleranceSeconds: CLOCK_TOLERANCE_SECONDS,
    stage: 'production',
  };
};
