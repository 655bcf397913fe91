import type { About, Caller, Receipt } from '@temkin/kernel';
import type { Identity } from './authorize.ts';

/** Turns an `Authorization` header into a caller. */
export interface Authenticator {
  /**
   * Throws the refusals `ACCESS.UNAUTHENTICATED` (also where the subject is unknown, suspended or of another tenant;
   * with `by` where it is known who is not let in), `ACCESS.TOKEN_EXPIRED`, and `ACCESS.ISSUER_UNAVAILABLE` where the token cannot be judged now.
   */
  authenticate(authorization: string | undefined): Promise<Identity>;
}

/** Verifies that a request comes from a device of its caller's tenant. */
export interface Signatures {
  /**
   * Answers the caller with the device that signed the request, and what checks the body by the signature once that is
   * read; it refuses as this does. Throws the refusals `ACCESS.SIGNATURE_REQUIRED` where `mustSign` and nothing is signed,
   * `ACCESS.SIGNATURE_INVALID` and `ACCESS.SIGNATURE_REPLAYED`.
   */
  verify(
    identity: { readonly caller: Caller; readonly mustSign: boolean },
    request: Request,
  ): Promise<{ readonly caller: Caller; readonly checkBody: (body: Uint8Array) => Promise<void> }>;
}

/** Puts refusals on record, within a budget per principal. */
export interface RefusalLog {
  /**
   * Writes the event of a refusal and answers its receipt. Throws the refusal `REQUEST.RATE_LIMITED` where the
   * principal's budget is spent (one aggregated event a minute stands for the rest) and `AUDIT.UNAVAILABLE` where the
   * event cannot be written.
   */
  record(
    caller: Caller,
    refusal: { readonly action: string; readonly code: string; readonly about?: About },
  ): Promise<Receipt>;
}

/** Remembers which body an idempotency key was first used with. */
export interface IdempotencyClaims {
  /**
   * The seed of this key's first request. Throws the refusal `REQUEST.IDEMPOTENCY_MISMATCH` where the body differs.
   * Keys are scoped to tenant, client, person and `route` (method and path as requested, so that one key for two
   * resources makes two claims), and forgotten after 24 hours: whoever shares a client with somebody shares no seed, and
   * so no answer. Throws `REQUEST.IN_PROGRESS` where claims keep getting in each other's way.
   */
  claim(
    caller: Caller,
    request: { readonly route: string; readonly key: string; readonly body: Uint8Array },
  ): Promise<Uint8Array>;
}

/** Where a bug is reported: never with body, headers, personal data, tokens or keys. */
export interface FaultLog {
  /**
   * `route` is the template, `correlator` an id that we generated (never the client's): the problem's `instance` has
   * the same.
   */
  fault(fault: { readonly route: string; readonly correlator: string; readonly error: unknown }): void;
}
