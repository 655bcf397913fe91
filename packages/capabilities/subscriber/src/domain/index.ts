export {
  normalizeAddress,
  type Address,
  type AddressFault,
  type AddressForms,
} from './forms/normalize-address.ts';
export {
  IDENTITY_KINDS,
  identityText,
  normalizeIdentityNumber,
  type IdentityFault,
  type IdentityKind,
  type IdentityNumber,
} from './forms/normalize-identity-number.ts';
export { FORMS_VERSION, type Normal } from './forms/normal.ts';
export {
  birthYearOf,
  hasReached,
  isBornAfter,
  normalizeBirthDate,
  type BirthDateFault,
} from './forms/normalize-birth-date.ts';
export { normalizeMsisdn, NUMBER_USES, type MsisdnFault, type NumberUse } from './forms/normalize-msisdn.ts';
export { normalizeName, type NameFault, type NameForms } from './forms/normalize-name.ts';
export { readPersonalNumber, type PersonalNumberReading, type Sex } from './forms/personal-number.ts';
