import type { NumberNames } from './pool-number.ts';

/** UTF-16 units that a code point of normalised text may have come from (UAX #15, expansion by NFD): longer is not looked at. */
const UNITS_PER_CHARACTER = 8;

/** Letters, digits and single blanks of a voice brand name: what every network's display has. */
const BRAND_NAME = /^[A-Za-z0-9]+(?:[ .&-][A-Za-z0-9]+)*$/;

/**
 * Latin letters, digits, single blanks and a little punctuation, of one script so that no letter of another passes for one of
 * these. Control characters and those that turn the direction of writing are none of them.
 */
const NAME = /^[\p{Script=Latin}\p{Nd}]+(?:(?: |[.,&'()/-] ?| [&(/-] ?)[\p{Script=Latin}\p{Nd}]+)*[.)]?$/u;

/** How a channel takes a name. Lengths are code points of NFC. */
const CHANNELS: Readonly<
  Record<keyof NumberNames, { readonly maximum: number; readonly form: RegExp; readonly says: string }>
> = {
  brandName: {
    maximum: 11,
    form: BRAND_NAME,
    says: 'at most 11 Latin letters, digits and single blanks, without diacritics',
  },
  displayName: { maximum: 32, form: NAME, says: 'at most 32 Latin letters, digits and single blanks' },
  longName: { maximum: 35, form: NAME, says: 'at most 35 Latin letters, digits and single blanks' },
};

/** The longest text that any of the names may be sent as. */
export const LONGEST_NAME_UNITS = 35 * UNITS_PER_CHARACTER;

const fits = (
  name: string,
  { maximum, form }: { readonly maximum: number; readonly form: RegExp },
): boolean =>
  name.length <= maximum * 2 && Array.from(name).length <= maximum && form.test(name) && /\p{L}/u.test(name);

/** A name that its channel would not show, and what the channel takes. */
export interface NameFault {
  readonly name: keyof NumberNames;
  readonly says: string;
}

/**
 * Names in NFC, or what is wrong with them. Sources of the lengths: Decree 91/2020 Art 23 (voice brand names, 11 characters),
 * CAMARA VerifiedCaller r1.3 (`dynamicDisplayName`, 32), CTIA Branded Calling ID (35).
 */
export const readNames = (sent: NumberNames): NumberNames | readonly NameFault[] => {
  const names: NumberNames = {
    brandName: sent.brandName.slice(0, LONGEST_NAME_UNITS).normalize('NFC'),
    displayName: sent.displayName.slice(0, LONGEST_NAME_UNITS).normalize('NFC'),
    longName: sent.longName.slice(0, LONGEST_NAME_UNITS).normalize('NFC'),
  };
  const faults = (['brandName', 'displayName', 'longName'] as const).flatMap((name): readonly NameFault[] =>
    sent[name].length <= LONGEST_NAME_UNITS && fits(names[name], CHANNELS[name])
      ? []
      : [{ name, says: CHANNELS[name].says }],
  );
  return faults.length > 0 ? faults : names;
};
