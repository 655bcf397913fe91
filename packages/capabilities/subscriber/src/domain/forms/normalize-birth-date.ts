import { vietnamDay } from '@temkin/kernel';
import { faulty, foldedText, normal, type Normal } from './normal.ts';

export type BirthDateFault = 'not-a-date' | 'no-such-day' | 'implausible-year';

/** Years that a living person's document, or one kept for the retention time, can print. */
const [FIRST_YEAR, LAST_YEAR] = [1850, 2199];

/** Day before month, as every Vietnamese document has it; a year alone, or with its month, where the document knows no more. */
const SHAPES: readonly RegExp[] = [
  /^(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})$/,
  /^(?<day>[0-9]{1,2})([/.-])(?<month>[0-9]{1,2})\2(?<year>[0-9]{4})$/,
  /^(?<year>[0-9]{4})-(?<month>[0-9]{1,2})$/,
  /^(?<month>[0-9]{1,2})[/.-](?<year>[0-9]{4})$/,
  /^(?<year>(?:18|19|2[01])[0-9]{2})(?<month>[0-9]{2})(?<day>[0-9]{2})$/,
  /^(?<day>[0-9]{2})(?<month>[0-9]{2})(?<year>[0-9]{4})$/,
  /^(?<year>[0-9]{4})$/,
];

/**
 * A birth date: `YYYY-MM-DD`, or `YYYY-MM` or `YYYY` of documents that print no day (`00/00/1950` among them). Eight digits
 * in a row are read year first or day first; no text can be both, for no month and day make a year of birth.
 */
export const normalizeBirthDate = (text: string): Normal<string, BirthDateFault> => {
  if (text.length > 32) return faulty('not-a-date');
  const written = foldedText(text.normalize('NFKC')).replaceAll(/ ?([/.-]) ?/gu, '$1');
  let reading: Normal<string, BirthDateFault> = faulty('not-a-date');
  for (const shape of SHAPES) {
    const parts = shape.exec(written)?.groups;
    if (parts !== undefined) reading = dateOf(parts);
    if (reading.ok) break;
  }
  return reading;
};

const dateOf = ({
  year = '',
  month = '00',
  day = '00',
}: Readonly<Record<string, string | undefined>>): Normal<string, BirthDateFault> => {
  if (Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR) return faulty('implausible-year');
  const [months, days] = [Number(month), Number(day)];
  if (months === 0) return days === 0 ? normal(year) : faulty('no-such-day');
  if (months > 12 || days > daysOf(Number(year), months)) return faulty('no-such-day');
  const inMonth = `${year}-${String(months).padStart(2, '0')}`;
  return normal(days === 0 ? inMonth : `${inMonth}-${String(days).padStart(2, '0')}`);
};

const daysOf = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** The year of a normalized birth date. */
export const birthYearOf = (birthDate: string): number => Number(birthDate.slice(0, 4));

/** Whether somebody was born after the day of an instant in Vietnam. Of a date without a day: for sure. */
export const isBornAfter = (birthDate: string, atMilliseconds: number): boolean =>
  birthDate > vietnamDay(atMilliseconds).slice(0, birthDate.length);

/**
 * Whether somebody has reached an age at an instant, by the day in Vietnam: on the birthday itself one has (29 February: on
 * 1 March of common years). `unknown` where the document prints no day and it depends on it.
 */
export const hasReached = (
  birthDate: string,
  years: number,
  atMilliseconds: number,
): 'yes' | 'no' | 'unknown' => {
  const day = vietnamDay(atMilliseconds);
  const birthday = `${String(birthYearOf(birthDate) + years).padStart(4, '0')}${birthDate.slice(4)}`;
  const upTo = day.slice(0, birthday.length);
  if (upTo === birthday) return birthday.length === day.length ? 'yes' : 'unknown';
  return upTo > birthday ? 'yes' : 'no';
};
