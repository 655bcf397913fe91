import type { KnownSize } from '@temkin/audit';
import type { LogName } from '@temkin/audit/domain';
import { logYear } from '@temkin/audit-event';
import { EVENT_ID, fromHex } from '@temkin/kernel';
import { partsOf, type StoredItem } from '@temkin/storage';
import type { Manifest } from '../format/manifest.ts';
import { logText } from '../logs-at.ts';

/** A log that may have taken something back since a backup, and what the backup knew of it. */
export interface LogToRead {
  readonly log: LogName;
  readonly known?: KnownSize;
}

/** Milliseconds by which an event's id may lie before the moment at which it was written, or a clock be ahead. */
const SLACK_MILLISECONDS = 86_400_000;

const yearOf = (milliseconds: number): number => new Date(milliseconds).getUTCFullYear();

const years = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => String(from + n).padStart(4, '0'));

/**
 * Tells which logs there may be, and whose: those that the backup knew, of each company in it one for each year since it
 * began, and those that its events belong to. What belongs to others is not in the backup, and cannot come back.
 */
export const logsOfBackup = () => {
  const tenants = new Set<string>();
  const named = new Map<string, LogName>();
  const name = (log: LogName): void => void named.set(logText(log), log);
  return {
    see: ({ key }: StoredItem): void => {
      const tenant = partsOf('access', 'tenant', key)?.tenant;
      if (tenant !== undefined) tenants.add(tenant);
      const event = partsOf('outbox', 'event', key);
      if (event === undefined) return;
      tenants.add(event.tenant);
      if (EVENT_ID.test(event.eventId)) name({ tenant: event.tenant, year: logYear(event.eventId) });
    },

    /** The companies of the backup, once `list` was asked. */
    tenants: (): readonly string[] => [...tenants],

    list: ({ began, logs }: Manifest, nowMilliseconds: number): readonly LogToRead[] => {
      const known = new Map<string, KnownSize>();
      for (const { tenant, year, size, root } of logs) {
        tenants.add(tenant);
        name({ tenant, year });
        known.set(logText({ tenant, year }), { size, root: fromHex(root) ?? new Uint8Array() });
      }
      const first = yearOf(Date.parse(began) - SLACK_MILLISECONDS);
      for (const tenant of tenants)
        for (const year of years(first, yearOf(nowMilliseconds + SLACK_MILLISECONDS))) name({ tenant, year });
      return [...named].map(([text, log]) => {
        const size = known.get(text);
        return { log, ...(size !== undefined && { known: size }) };
      });
    },
  };
};

export type LogsOfBackup = ReturnType<typeof logsOfBackup>;
