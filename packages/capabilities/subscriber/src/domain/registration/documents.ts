/** Whose number it is to be. */
export type HolderKind = 'citizen' | 'foreigner' | 'child' | 'organisation';

/**
 * What a holder is registered by (Decree 163/2024 Art 17). `identity-card` has a chip, `chipless-card` twelve digits and none,
 * `old-identity-card` nine; `identity-certificate` is of people of Vietnamese origin whose nationality is not determined;
 * `birth-certificate` of children who have nothing else.
 */
export const DOCUMENT_KINDS = [
  'identity-card',
  'chipless-card',
  'old-identity-card',
  'electronic-identity',
  'identity-certificate',
  'passport',
  'birth-certificate',
  'enterprise-certificate',
  'establishment-decision',
] as const;

export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** Where a number is registered (Decree 163/2024 Art 16). */
export const CHANNELS = ['own-fixed', 'own-mobile', 'authorised-fixed', 'app'] as const;

export type Channel = (typeof CHANNELS)[number];

/** Channels at which somebody stands before somebody. */
export const POINTS: readonly Channel[] = ['own-fixed', 'own-mobile', 'authorised-fixed'];

/** Who registers in person: the holder; a child's guardian; who will use an organisation's number, or came for its machines. */
export const REGISTRANTS = ['holder', 'guardian', 'user', 'representative'] as const;

export type Registrant = (typeof REGISTRANTS)[number];
