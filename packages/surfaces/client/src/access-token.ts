/** What a token is asked for. */
export interface TokenNeed {
  /** One that was refused: the next must be another. */
  readonly insteadOf?: string;
}

/** Gives out access tokens. A page gives the one it signed in for; a system takes `clientCredentials`. */
export type AccessTokens = (need: TokenNeed) => Promise<string>;
