import type { Caller } from './principal.ts';

/** What a refusal may say beyond its code. Never a value that was sent or stored. */
export interface RefusalDetails {
  /** One helpful sentence, free of personal data. */
  readonly detail?: string;
  /** Where in the request body the fault is (RFC 6901 JSON Pointers). */
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
  /** From when on a deletion that was made cannot be undone: milliseconds since the epoch. */
  readonly finalFrom?: number;
  /** What the refused request was about, for its event. */
  readonly about?: About;
  /** Who was refused, where that is known and nobody was let in: for the event, never answered. */
  readonly by?: Caller;
  /** Set when the refusal's own event has been written already. */
  readonly receipt?: Receipt;
}

export interface FieldError {
  /** JSON Pointer (RFC 6901) into the request body; "" is the whole body. */
  readonly pointer: string;
  readonly detail: string;
}

/** The subject of an event, in the only words an event knows: pseudonyms and closed lists. */
export interface About {
  readonly resources?: readonly { readonly type: string; readonly pseudonym: string }[];
  readonly purpose?: string;
}

/** Proof given with an answer that its event is on record. */
export interface Receipt {
  readonly eventId: string;
  /** Base64 SHA-256 of the event's log entry (RFC 6962 §2.1 leaf hash). */
  readonly leaf: string;
}

/**
 * The one error class for a "no". A use case turns a negative verdict into exactly one refusal; the HTTP room maps its
 * code to a problem in exactly one place. Anything else that is thrown is a bug and answers 500 without detail.
 */
export class Refusal<Code extends string = string> extends Error {
  override readonly name = 'Refusal';
  readonly code: Code;
  readonly details: RefusalDetails;

  constructor(code: Code, details: RefusalDetails = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}
