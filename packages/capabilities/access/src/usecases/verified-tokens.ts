import { toBase64 } from '@temkin/kernel';
import type { JWTPayload } from 'jose';
import type { IssuerProfile } from '../domain/index.ts';

/** Tokens that are remembered at most: about a megabyte, and only their issuer can make one. */
const TOKEN_LIMIT = 1_000;

/** How long a signature is believed without another look: a key that its issuer takes back signs no longer than this. */
const MEMORY_MILLISECONDS = 60_000;

const encoder = new TextEncoder();

interface VerifiedToken {
  readonly profile: IssuerProfile;
  readonly payload: JWTPayload;
  readonly verifiedAt: number;
  readonly forgottenAt: number;
}

/**
 * The tokens whose signature, issuer, audience, type and times were verified a moment ago. What is recalled would be
 * verified again with the same outcome: a verification depends on the token, its profile and the time alone, and a token
 * is forgotten at its end. Held by SHA-256 (FIPS 180-4), so that no token lies in memory.
 */
export const verifiedTokens = (tokenLimit = TOKEN_LIMIT) => {
  const known = new Map<string, VerifiedToken>();
  return {
    /** What a token is remembered by. */
    digestOf: async (token: string): Promise<string> =>
      toBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(token)))),

    /** The payload, where this token was verified by this profile within the last minute and has not ended since. */
    recall: (digest: string, profile: IssuerProfile, nowMilliseconds: number): JWTPayload | undefined => {
      const token = known.get(digest);
      // A clock that was set back may stand before the token's beginning.
      return token?.profile === profile &&
        token.verifiedAt <= nowMilliseconds &&
        nowMilliseconds < token.forgottenAt
        ? token.payload
        : undefined;
    },

    /** Remembers a token that was verified at this instant; one without an end not at all. The oldest makes room. */
    remember: (digest: string, profile: IssuerProfile, payload: JWTPayload, verifiedAt: number): void => {
      known.delete(digest);
      const [oldest] = known.keys();
      if (known.size >= tokenLimit && oldest !== undefined) known.delete(oldest);
      const { exp = 0 } = payload;
      const forgottenAt = Math.min(exp * 1_000, verifiedAt + MEMORY_MILLISECONDS);
      known.set(digest, { profile, payload, verifiedAt, forgottenAt });
    },
  };
};
