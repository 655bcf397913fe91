/** Response codes of SIP by which an identity is refused (RFC 8224 §6.2.2, RFC 8225, RFC 5079), with their reason phrases. */
export const SIP_REASONS = {
  403: 'Stale Date',
  428: 'Use Identity Header',
  433: 'Anonymity Disallowed',
  436: 'Bad Identity Info',
  437: 'Unsupported Credential',
  438: 'Invalid Identity Header',
} as const;

export type SipCode = keyof typeof SIP_REASONS;

/** What is wrong with an identity, and how SIP says so. A fault is a word of ours for tests and counts: it quotes nothing. */
export const IDENTITY_FAULTS = {
  absent: 428,
  anonymous: 433,
  malformed: 438,
  'not-one-shaken': 438,
  'wrong-type': 437,
  'wrong-algorithm': 437,
  'unknown-parameter': 438,
  'no-info': 436,
  'other-info': 436,
  'address-refused': 436,
  unreachable: 436,
  stale: 403,
  'ahead-of-time': 403,
  untrusted: 437,
  'number-not-held': 437,
  'wrong-signature': 438,
  'wrong-claims': 438,
  'other-caller': 438,
  'other-callee': 438,
  diverted: 438,
  replayed: 438,
  'not-permitted': 438,
  'name-not-held': 438,
} as const satisfies Readonly<Record<string, SipCode>>;

export type IdentityFault = keyof typeof IDENTITY_FAULTS;

/** A refusal of an identity. */
export interface IdentityRefusal {
  readonly accepted: false;
  readonly fault: IdentityFault;
  readonly code: SipCode;
  readonly reason: (typeof SIP_REASONS)[SipCode];
}

/** The refusal for a fault. */
export const refusedIdentity = (fault: IdentityFault): IdentityRefusal => {
  const code = IDENTITY_FAULTS[fault];
  return { accepted: false, fault, code, reason: SIP_REASONS[code] };
};
