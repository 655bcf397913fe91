/** Whose number it is to be. */
export type HolderKind = 'citizen' | 'foreigner' | 'child' | 'organisation';

/**
 * What a holder is registered by (Decree 163/2024 Art 17). `identity-card` has no chip, `old-identity-card` nine digits;
 * `origin-certificate` is of people of Vietnamese origin whose nationality is not determined; `birth-certificate` of children who have
 * nothing else.
 */
export const DOCUMENTS = [
  'chip-card',
  'identity-card',
  'old-identity-card',
  'e-identity',
  'origin-certificate',
  'passport',
  'birth-certificate',
  'entity-registration',
] as const;

export type DocumentKind = (typeof DOCUMENTS)[number];

/** Where a number is registered (Decree 163/2024 Art 16). */
export const CHANNELS = ['own-fixed', 'own-mobile', 'authorised-fixed', 'app'] as const;

export type Channel = (typeof CHANNELS)[number];

/** Channels at which somebody stands before somebody. */
export const POINTS: readonly Channel[] = ['own-fixed', 'own-mobile', 'authorised-fixed'];

/** Who registers: the holder; a parent or guardian; whom the law or a mandate lets speak for an organisation. */
export const REGISTRANTS = ['holder', 'guardian', 'representative', 'mandatary'] as const;

export type Registrant = (typeof REGISTRANTS)[number];
