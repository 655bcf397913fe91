import { normalizeAddress } from '../forms/normalize-address.ts';
import { normalizeBirthDate } from '../forms/normalize-birth-date.ts';
import { identityText, normalizeIdentityNumber } from '../forms/normalize-identity-number.ts';
import { normalizeMsisdn, type NumberUse } from '../forms/normalize-msisdn.ts';
import { normalizeName } from '../forms/normalize-name.ts';
import type { HolderKind, PartyRecord } from './subscriber-record.ts';

/** What a person is found by, as indexes have it. What has no normal form, or is not there, is found by nothing. */
export interface SearchedForms {
  /** Kind, issuer and number: `identityText`. */
  readonly identityNumber?: string;
  /** The last four characters of the number. */
  readonly identityLast4?: string;
  /** `anyOrder`: candidates are compared by `isNameMeant`. */
  readonly name?: string;
  /** As the document has it: with its day, or without. */
  readonly birthDate?: string;
  readonly birthYear?: string;
  /** One entry each. */
  readonly communes: readonly string[];
}

/** The forms by which a party of a record is found, and by which a question about one is asked. */
export const searchedForms = (
  { name, birthDate, identity, address }: PartyRecord,
  kind: HolderKind = 'citizen',
): SearchedForms => {
  const ofName =
    name === undefined ? undefined : normalizeName(name, kind === 'organisation' ? kind : 'person');
  const ofDate = birthDate === undefined ? undefined : normalizeBirthDate(birthDate);
  const ofIdentity = identity === undefined ? undefined : normalizeIdentityNumber(identity);
  const ofAddress = address === undefined ? undefined : normalizeAddress(address);
  return {
    ...(ofIdentity?.ok === true && {
      identityNumber: identityText(ofIdentity.value),
      identityLast4: ofIdentity.value.number.slice(-4),
    }),
    ...(ofName?.ok === true && { name: ofName.value.anyOrder }),
    ...(ofDate?.ok === true && { birthDate: ofDate.value, birthYear: ofDate.value.slice(0, 4) }),
    communes: ofAddress?.ok === true ? ofAddress.value.communes : [],
  };
};

/** The form of a number, and its last four digits; nothing where it has none. */
export const searchedNumber = (
  msisdn: string,
  use: NumberUse,
): { readonly msisdn?: string; readonly msisdnLast4?: string } => {
  const verdict = normalizeMsisdn(msisdn, use);
  return verdict.ok ? { msisdn: verdict.value, msisdnLast4: verdict.value.slice(-4) } : {};
};
