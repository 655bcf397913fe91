import { FIELD_GROUPS, type GroupName } from '@temkin/parcel/domain';
import type { Fields } from './contestant.ts';

type Value = string | number;
type Values = Readonly<Record<string, Value | undefined>>;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Longer than any parcel; what is written is copied out of it. */
const scratch = new Uint8Array(8_192);

/** Writes an unsigned LEB128 integer and answers where it ends. */
const writeVarint = (at: number, value: number): number => {
  let end = at;
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) scratch[end++] = (rest % 0x80) | 0x80;
  scratch[end++] = rest;
  return end;
};

/** Writes a text behind the number of its UTF-8 bytes plus one, and answers where it ends. */
const writeText = (at: number, text: string): number => {
  const begin = writeVarint(at, Buffer.byteLength(text) + 1);
  return begin + encoder.encodeInto(text, scratch.subarray(begin)).written;
};

/**
 * What a careful programmer writes in an afternoon: numbers as LEB128, phones and commune codes as numbers, texts in UTF-8
 * behind their length, zero for what is absent and one more than its value for what is not. No compression.
 */
export const toCompactBinary = (fields: Fields, groups: readonly GroupName[]): Uint8Array => {
  let at = 0;
  for (const group of groups) {
    const values = (fields[group] ?? {}) as Values;
    for (const { name, type } of FIELD_GROUPS[group].fields) {
      const value = values[name];
      if (value === undefined) at = writeVarint(at, 0);
      else if (type === 'text') at = writeText(at, String(value));
      else at = writeVarint(at, Number(value) + 1);
    }
  }
  return scratch.slice(0, at);
};

const fromNumber = (type: 'commune' | 'phone' | 'number', written: number): Value =>
  type === 'commune' ? String(written).padStart(5, '0') : type === 'phone' ? `+${written}` : written;

/** Reads what `toCompactBinary` wrote for the same groups. */
export const fromCompactBinary = (bytes: Uint8Array, groups: readonly GroupName[]): Fields => {
  let at = 0;
  const readVarint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte <= 0x7f) return value;
    }
  };
  const fields: Partial<Record<GroupName, Record<string, Value>>> = {};
  for (const group of groups) {
    const values: Record<string, Value> = {};
    for (const { name, type } of FIELD_GROUPS[group].fields) {
      const written = readVarint() - 1;
      if (written < 0) continue;
      values[name] =
        type === 'text' ? decoder.decode(bytes.subarray(at, (at += written))) : fromNumber(type, written);
    }
    if (FIELD_GROUPS[group].optional !== true || Object.keys(values).length > 0) fields[group] = values;
  }
  return fields as Fields;
};
