import { communeByCode } from '@temkin/administrative-units';
import { maskName } from '@temkin/kernel';
import { normalizeAddress, type Address } from '../forms/normalize-address.ts';
import { birthYearOf, normalizeBirthDate } from '../forms/normalize-birth-date.ts';
import type { IdentityNumber } from '../forms/normalize-identity-number.ts';
import type { MaskName } from './fields.ts';

/** Stands for what is not shown: always three, so that its length does not show. */
const STARS = '***';

/** Characters at the end that a reader may compare with what a caller says. */
const SHOWN = 3;

/** A number or an identity number by its end alone: `***678`. One so short that the end would be most of it shows nothing. */
export const maskDigits = (number: string): string => {
  const bare = number.replaceAll(/[^A-Za-z0-9]/g, '');
  return bare.length < 3 * SHOWN - 1 ? STARS : STARS + bare.slice(-SHOWN);
};

/** A birth date by its year: `1990-**-**`; of what is none, nothing. */
export const maskBirthDate = (birthDate: string): string => {
  const verdict = normalizeBirthDate(birthDate);
  return verdict.ok ? `${birthYearOf(verdict.value)}-**-**` : STARS;
};

/** An address by commune and province of today, or by the province where several communes may be meant, or by nothing. */
export const maskAddress = (address: Address): string => {
  const verdict = normalizeAddress(address);
  const communes = verdict.ok ? verdict.value.communes.flatMap((code) => communeByCode(code) ?? []) : [];
  const [first] = communes;
  if (first === undefined) return STARS;
  if (communes.length === 1) return `${first.name}, ${first.provinceName}`;
  return communes.every(({ provinceCode }) => provinceCode === first.provinceCode)
    ? first.provinceName
    : STARS;
};

/** What a masked read shows of a value that is of such a field's kind. */
export const MASKS = {
  name: maskName,
  digits: (value: string | IdentityNumber): string =>
    maskDigits(typeof value === 'string' ? value : value.number),
  year: maskBirthDate,
  commune: maskAddress,
  /** That there is one. */
  presence: (): true => true,
  clear: <Value>(value: Value): Value => value,
} as const satisfies Readonly<Record<MaskName, (value: never) => unknown>>;
