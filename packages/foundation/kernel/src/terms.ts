import { vietnamDay } from './policy-record.ts';

const HOUR_MILLISECONDS = 3_600_000;
const DAY_MILLISECONDS = 24 * HOUR_MILLISECONDS;

/** The instant of an hour, 0 to 24, of a calendar day in Vietnam, `YYYY-MM-DD`. Milliseconds since the epoch. */
export const vietnamTime = (day: string, hour = 0): number =>
  Date.parse(`${day}T00:00:00+07:00`) + hour * HOUR_MILLISECONDS;

/** The calendar day so many days after another, or before it. */
export const laterDay = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MILLISECONDS).toISOString().slice(0, 10);

/** Calendar days from one day to another; negative where the other comes first. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MILLISECONDS);

/**
 * The first instant after a term of months: midnight (Vietnam time) after the day of the same number, or after the last
 * day of a shorter month (Civil Code 91/2015 Arts 147, 148). Milliseconds since the epoch.
 */
export const monthsAfter = (epochMilliseconds: number, months: number): number => {
  const [year = 0, month = 1, day = 1] = vietnamDay(epochMilliseconds).split('-').map(Number);
  const lastDayOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const end = new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDayOfMonth) + 1));
  return vietnamTime(end.toISOString().slice(0, 10));
};

/** The first instant after a term of days: midnight (Vietnam time) after the last of them. Milliseconds since the epoch. */
export const daysAfter = (epochMilliseconds: number, days: number): number =>
  vietnamTime(laterDay(vietnamDay(epochMilliseconds), days + 1));

const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

/**
 * The end of the last of so many working days after the day of an instant: Monday to Friday. Public holidays count as
 * working days, for the year's list is the government's to make: a term ends early and never late.
 */
export const workingDaysAfter = (epochMilliseconds: number, count: number): number => {
  let day = laterDay(vietnamDay(epochMilliseconds), 1);
  for (let left = count; left > 0; day = laterDay(day, 1)) {
    if (!isWeekend(day)) left -= 1;
  }
  return vietnamTime(day);
};
