/** Longest token that is looked at, in bytes; a real one has less than a tenth of it. */
const MAX_TOKEN_LENGTH = 8_192;

/** Longest header that is looked at: the token and a scheme with its blanks. */
const MAX_HEADER_LENGTH = MAX_TOKEN_LENGTH + 16;

/** The scheme in any case (RFC 9110 §11.1), one blank or more, a JWS in compact form (RFC 7515 §3.1). */
const BEARER = /^bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

export type BearerVerdict =
  | { readonly verdict: 'token'; readonly token: string }
  | { readonly verdict: 'missing' | 'malformed' | 'too-long' };

/** Finds the access token in an `Authorization` header (RFC 6750 §2.1). */
export const bearerToken = (authorization: string | undefined): BearerVerdict => {
  if (authorization === undefined || authorization === '') return { verdict: 'missing' };
  if (authorization.length > MAX_HEADER_LENGTH) return { verdict: 'too-long' };
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) return { verdict: 'malformed' };
  return token.length > MAX_TOKEN_LENGTH ? { verdict: 'too-long' } : { verdict: 'token', token };
};
