import type { AccessTokens } from './access-token.ts';

export interface ClientCredentials {
  /** The issuer's token endpoint. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** All that the client may have where absent. */
  readonly scopes?: readonly string[];
  /** What else the issuer wants in the form, such as `resource` (RFC 8707). */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** The issuer said no. The message has its `error` code (RFC 6749 §5.2) and nothing else. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused';
  readonly code: string | undefined;

  constructor(status: number, code: string | undefined) {
    super(`the issuer answered ${status}${code === undefined ? '' : ` ${code}`}`);
    this.code = code;
  }
}

const TIMEOUT_MILLISECONDS = 10_000;

/** Not used in its last seconds: it would expire on the way. */
const MARGIN_MILLISECONDS = 30_000;

/** Where the issuer does not say how long a token lives (RFC 6749 §5.1 only recommends it). */
const UNSAID_LIFE_SECONDS = 60;

/** RFC 6749 §5.2: the codes are of these characters. */
const ERROR_CODE = /^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,64}$/;

interface TokenAnswer {
  readonly access_token?: unknown;
  readonly expires_in?: unknown;
  readonly error?: unknown;
}

interface Held {
  readonly token: string;
  readonly freshUntilMilliseconds: number;
}

/** RFC 6749 §2.3.1: both are form-encoded before they are joined. */
const basic = (clientId: string, clientSecret: string): string => {
  const encoded = [clientId, clientSecret].map((part) =>
    new URLSearchParams([['', part]]).toString().slice(1),
  );
  return `Basic ${btoa(encoded.join(':'))}`;
};

/**
 * Tokens of a system (RFC 6749 §4.4), kept until shortly before they expire; however many calls wait for one, the issuer
 * is asked once. Throws `TokenRefused` where the issuer refuses. For servers: a page cannot keep a secret.
 */
export const clientCredentials = ({
  tokenUrl,
  clientId,
  clientSecret,
  scopes,
  parameters = {},
  fetch: send = fetch,
  now = Date.now,
}: ClientCredentials): AccessTokens => {
  let held: Held | undefined;
  let asked: Promise<Held> | undefined;

  const ask = async (): Promise<Held> => {
    const askedAtMilliseconds = now();
    const response = await send(tokenUrl, {
      method: 'POST',
      headers: { authorization: basic(clientId, clientSecret), accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        ...(scopes !== undefined && { scope: scopes.join(' ') }),
        ...parameters,
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
    const answer = (await response.json().catch(() => ({}))) as TokenAnswer;
    const { access_token: token, expires_in: life = UNSAID_LIFE_SECONDS, error } = answer;
    if (!response.ok || typeof token !== 'string') {
      const code = typeof error === 'string' && ERROR_CODE.test(error) ? error : undefined;
      throw new TokenRefused(response.status, code);
    }
    const lifeMilliseconds = Number(life) * 1_000;
    return {
      token,
      freshUntilMilliseconds:
        askedAtMilliseconds + Math.max(lifeMilliseconds - MARGIN_MILLISECONDS, lifeMilliseconds / 2),
    };
  };

  return async ({ insteadOf }) => {
    if (held !== undefined && held.token !== insteadOf && now() < held.freshUntilMilliseconds)
      return held.token;
    asked ??= ask().finally(() => {
      asked = undefined;
    });
    held = await asked;
    return held.token;
  };
};
