import type { FieldType } from '../field-groups.ts';
import { isCleanText, normalizeText } from './clean-text.ts';
import { readByte, readVarint, writeByte, writeVarint, type Cursor } from './cursor.ts';
import { readText, writeText } from './text-coding.ts';

export type FieldValue = string | number;

/** How the values of one field type are written and read. */
interface ValueCoding {
  /** Whether this value can be written: it has the one form that reading gives back. */
  accepts(value: FieldValue): boolean;
  write(out: Cursor, value: FieldValue): void;
  /** Undefined for bytes that `write` would not have written. */
  read(source: Cursor): FieldValue | undefined;
}

const COMMUNE = /^[0-9]{5}$/;

/** E.164 (ITU-T, 11/2010) §6.2.1: at most 15 digits with the country code, which never begins with a zero. */
const PHONE = /^\+[1-9][0-9]{1,14}$/;

/** The codings of payload version 1, each accepting only what comes back as it was. */
export const VALUE_CODINGS: Readonly<Record<FieldType, ValueCoding>> = {
  text: {
    accepts: (value) => typeof value === 'string' && isCleanText(value) && normalizeText(value) === value,
    write: (out, value) => {
      writeText(out, String(value));
    },
    read: readText,
  },
  /** Two bytes, big-endian. */
  commune: {
    accepts: (value) => typeof value === 'string' && COMMUNE.test(value) && Number(value) <= 0xff_ff,
    write: (out, value) => {
      const code = Number(value);
      writeByte(out, code >> 8);
      writeByte(out, code & 0xff);
    },
    read: (source) => {
      const high = readByte(source);
      const low = readByte(source);
      if (high === undefined || low === undefined) return undefined;
      return String(high * 256 + low).padStart(5, '0');
    },
  },
  /** The digits as one number: no leading zero, so nothing is lost. */
  phone: {
    accepts: (value) => typeof value === 'string' && PHONE.test(value),
    write: (out, value) => {
      writeVarint(out, Number(value));
    },
    read: (source) => {
      const phone = `+${readVarint(source)}`;
      return PHONE.test(phone) ? phone : undefined;
    },
  },
  number: {
    accepts: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
    write: (out, value) => {
      writeVarint(out, Number(value));
    },
    read: readVarint,
  },
};
