import { rfc3339, toHex, type RandomBytes } from '@temkin/kernel';

const BACKUP_ID = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-[0-9a-f]{8}$/;

/**
 * Names a backup: the second in which it began (ISO 8601, basic format, UTC) and four random bytes. Ids sort by time, and
 * tell the age of a backup that never came to its manifest.
 */
export const newBackupId = (beganMilliseconds: number, random: RandomBytes): string => {
  const second = rfc3339(beganMilliseconds).replace(/\.\d+Z$/, 'Z');
  return `${second.replaceAll(/[-:]/g, '')}-${toHex(random(4))}`;
};

/** When a backup began, by its id, in milliseconds since the epoch; undefined where the text is no backup's id. */
export const beganOf = (id: string): number | undefined => {
  const [, year, month, day, hour, minute, second] = BACKUP_ID.exec(id) ?? [];
  const began = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(began) ? undefined : began;
};
