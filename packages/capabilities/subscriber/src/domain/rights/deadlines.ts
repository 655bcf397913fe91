import type { PolicyRecord } from '@temkin/kernel';
import { inForceOrFirst } from '../in-force-or-first.ts';

/** The registers of what people and authorities asked, each with what is due. */
export const REGISTERS = ['claims', 'subject-requests', 'authority-requests'] as const;

export type Register = (typeof REGISTERS)[number];

/** When somebody is told that a deadline comes near: so much of the term before its end, and no more than so many hours. */
export interface NearDeadline {
  readonly share: number;
  readonly hours: number;
}

export const nearDeadline: readonly PolicyRecord<NearDeadline>[] = [
  {
    id: 'near-deadline',
    value: { share: 1 / 3, hours: 24 },
    source:
      'Temkin default: an hour before the three that an urgent request has are over, and a day before any longer term is',
    validFrom: '2024-12-24',
  },
];

const HOUR_MILLISECONDS = 3_600_000;

/** From when on a deadline is near. Milliseconds since the epoch. */
export const alarmAtOf = (begunAt: number, dueAt: number, records = nearDeadline): number => {
  const { share, hours } = inForceOrFirst(records, begunAt).value;
  return Math.round(dueAt - Math.min((dueAt - begunAt) * share, hours * HOUR_MILLISECONDS));
};

/** How what is open of a register stands. */
export interface DeadlineCounts {
  readonly near: number;
  readonly missed: number;
}

/** Counts what is near its end and what is past it. At the very instant it is past. */
export const countDeadlines = (
  open: readonly { readonly dueAt: number; readonly alarmAt: number }[],
  now: number,
): DeadlineCounts => ({
  near: open.filter(({ alarmAt, dueAt }) => alarmAt <= now && now < dueAt).length,
  missed: open.filter(({ dueAt }) => dueAt <= now).length,
});
