import { legalEntityNumber, type LegalEntityFault } from './legal-entity-number.ts';
import { bareNumber, faulty, normal, type Normal } from './normal.ts';
import { normalizePersonalNumber, type PersonalNumberFault } from './personal-number.ts';

/**
 * Kinds of numbers that tell who somebody is (Decree 163/2024 Art 19): the personal number, the nine digits of old identity
 * cards, a passport's, an electronic identity's of a foreigner, a legal entity's.
 */
export const IDENTITY_KINDS = [
  'personal',
  'old-nine-digit',
  'passport',
  'electronic',
  'legal-entity',
] as const;

export type IdentityKind = (typeof IDENTITY_KINDS)[number];

/** A number and of which kind. Passports are numbered by each state for itself, so theirs has its issuer. */
export type IdentityNumber =
  | { readonly kind: Exclude<IdentityKind, 'passport'>; readonly number: string }
  | {
      readonly kind: 'passport';
      readonly number: string;
      /** Three letters of ICAO 9303-3 §5 (`VNM`, `FRA`), which `D` of Germany is written as `DEU`. */
      readonly issuer: string;
    };

export type IdentityFault =
  | PersonalNumberFault
  | LegalEntityFault
  | 'not-nine-digits'
  | 'not-a-passport-number'
  | 'not-a-state'
  | 'not-an-electronic-number';

/** Longer than any of them with what people write between. */
const INPUT_LENGTH = 64;

/** An identity number in the form that is kept and indexed. The number of one kind is never that of another. */
export const normalizeIdentityNumber = (identity: IdentityNumber): Normal<IdentityNumber, IdentityFault> => {
  if (identity.kind === 'passport') return passport(identity);
  const { kind } = identity;
  const verdict = NUMBERS[kind](identity.number);
  return verdict.ok ? normal({ kind, number: verdict.value }) : verdict;
};

/** The one text of a normalized identity number, for its index: kind, issuer where there is one, and number. */
export const identityText = (identity: IdentityNumber): string =>
  identity.kind === 'passport'
    ? `passport:${identity.issuer}:${identity.number}`
    : `${identity.kind}:${identity.number}`;

const shaped =
  <Fault extends string>(pattern: RegExp, fault: Fault) =>
  (text: string): Normal<string, Fault> => {
    const number = text.length > INPUT_LENGTH ? '' : bareNumber(text);
    return pattern.test(number) ? normal(number) : faulty(fault);
  };

/** Nine places in the machine-readable zone (ICAO 9303-4 §4.2.2), a digit among them; fillers are none of the number. */
const passportNumber = shaped(/^(?=.*[0-9])[A-Z0-9]{5,9}$/, 'not-a-passport-number');

const passport = ({
  number,
  issuer,
}: Extract<IdentityNumber, { readonly kind: 'passport' }>): Normal<IdentityNumber, IdentityFault> => {
  const letters = issuer.length > INPUT_LENGTH ? '' : bareNumber(issuer).replaceAll('<', '');
  const state = letters === 'D' ? 'DEU' : letters;
  if (!/^[A-Z]{3}$/.test(state)) return faulty('not-a-state');
  const verdict = passportNumber(number.replaceAll('<', ''));
  return verdict.ok ? normal({ kind: 'passport', number: verdict.value, issuer: state }) : verdict;
};

const NUMBERS: Readonly<
  Record<Exclude<IdentityKind, 'passport'>, (text: string) => Normal<string, IdentityFault>>
> = {
  personal: normalizePersonalNumber,
  'old-nine-digit': shaped(/^[0-9]{9}$/, 'not-nine-digits'),
  // Decree 69/2024 gives foreigners one and no form for it.
  electronic: shaped(/^(?=.*[0-9])[A-Z0-9]{8,20}$/, 'not-an-electronic-number'),
  'legal-entity': legalEntityNumber,
};
