import { maskName } from '@temkin/kernel';
import type { SealedFieldName } from './person.ts';

const STARS = '***';

/** Digits at the end of a number that are shown. */
const SHOWN = 3;

/** Numbers by which somebody on the telephone is recognized, by their last digits. */
const NUMBERS: ReadonlySet<SealedFieldName> = new Set(['msisdn', 'identityNumber']);

/** A field as it is shown to who need not know it: a name by two initials, a number by three digits, and of all else that it is there. */
export const maskField = (field: SealedFieldName, value: string): string => {
  if (field === 'name') return maskName(value);
  return NUMBERS.has(field) ? STARS + value.slice(-SHOWN) : STARS;
};
