import { FIELD_GROUPS, type FieldType, type GroupName, type ParcelFields } from '../../field-groups.ts';
import { isCleanText, isFoldedText } from '../clean-text.ts';
import { paddedLength, type PayloadCoding } from '../payload-coding.ts';
import { VALUE_CODINGS, type FieldValue } from '../value-coding.ts';
import { LONGEST_TEXT } from './code-characters.ts';
import { codeGroup, type GroupCoder, type Values } from './code-group.ts';
import { readText, writeText } from './code-text.ts';
import { denseModel, type DenseModel } from './dense-model.ts';
import { rangeDecoder, rangeEncoder } from './range-coder.ts';
import { TABLES } from './tables.ts';
import { isPlainlyNormal } from './tokens.ts';
import { unpackTables } from './unpack-tables.ts';

/**
 * The first rung of each group takes in nearly all labels, so that they look alike; the first of both groups of a sealed
 * label are what QR version 5 holds at level M, those of all five what version 10 holds. A longer group makes the token
 * just as long as one of the next versions takes (docs/token-format.md).
 */
const LADDERS: PayloadCoding['ladders'] = {
  delivery: [24, 46, 62, 90, 118, 150, 187, 222, 265, 295, 343, 380, 432, 487, 590, 1024],
  payment: [12, 34, 50, 78, 106, 138, 175, 210, 253, 283, 331, 368, 420, 475, 578, 700],
  contact: [9, 18],
  sender: [27, 64, 99, 142, 172, 220, 257, 309, 364, 426, 467, 640, 1024],
  contents: [41, 78, 113, 156, 186, 234, 271, 323, 378, 440, 481, 640, 1024],
};

let made: DenseModel | undefined;

/** The model of this payload version, made when it is first needed. */
const theModel = (): DenseModel => (made ??= denseModel(unpackTables(TABLES)));

/** Whether a value is one that a reader can be given. NFC is the writer's duty and not asked again. */
const isReadable = (type: FieldType, value: FieldValue): boolean =>
  type === 'text'
    ? typeof value === 'string' && (isPlainlyNormal(value) || (isCleanText(value) && isFoldedText(value)))
    : VALUE_CODINGS[type].accepts(value);

const isCanonical = (type: FieldType, value: FieldValue): boolean =>
  (type === 'text' && typeof value === 'string' && isPlainlyNormal(value)) ||
  VALUE_CODINGS[type].accepts(value);

/** The first field that must be there and is not, or is there and fails a test. */
const faultyField = (
  group: GroupName,
  values: Values | undefined,
  passes: (type: FieldType, value: FieldValue) => boolean,
): string | undefined => {
  const { optional: groupIsOptional, fields } = FIELD_GROUPS[group];
  if (values === undefined && groupIsOptional) return undefined;
  for (const { name, type, optional } of fields) {
    const value = values?.[name];
    if (value === undefined ? !optional : !passes(type, value)) return name;
  }
  return undefined;
};

const isTooLong = (value: FieldValue | undefined): boolean =>
  typeof value === 'string' && value.length > LONGEST_TEXT && Array.from(value).length > LONGEST_TEXT;

/** The content of a group without padding; undefined where a text is longer than any may be. */
const write = (group: GroupName, values: Values | undefined): Uint8Array | undefined => {
  if (values && Object.values(values).some(isTooLong)) return undefined;
  const model = theModel();
  const coder = rangeEncoder();
  const text: GroupCoder['text'] = (field, given) => {
    writeText(coder, model, field, given);
    return given;
  };
  codeGroup({ coder, model, text }, group, values);
  return coder.finish();
};

/** Whether padded bytes are this content and zeros behind it. */
const isPaddingOf = (content: Uint8Array, padded: Uint8Array): boolean => {
  for (let at = 0; at < padded.length; at += 1) if (padded[at] !== (content[at] ?? 0)) return false;
  return true;
};

/** Payload version 2: a group is one stream of a range coder with frozen frequencies (docs/token-format.md). */
export const denseCoding: PayloadCoding = {
  ladders: LADDERS,

  encode: (group, fields) => {
    const faulty = faultyField(group, fields, isCanonical);
    if (faulty !== undefined) {
      throw new Error(`${group}.${faulty} is missing or not in its canonical form`);
    }
    const content = write(group, fields);
    const length = content && paddedLength(LADDERS[group], content.length);
    if (content === undefined || length === undefined) return 'too-large';
    const padded = new Uint8Array(length);
    padded.set(content);
    return padded;
  },

  decode: <Group extends GroupName>(group: Group, padded: Uint8Array) => {
    const model = theModel();
    const coder = rangeDecoder(padded);
    const text: GroupCoder['text'] = (field) => readText(coder, model, field);
    const values = codeGroup({ coder, model, text }, group, undefined);
    if (values === 'broken' || faultyField(group, values, isReadable) !== undefined) return 'broken';
    // What was read is what was written only if writing it gives the same bytes.
    const content = write(group, values);
    if (content === undefined || paddedLength(LADDERS[group], content.length) !== padded.length)
      return 'broken';
    // The list of fields, by which the values were read, is checked against these types where it is defined.
    return isPaddingOf(content, padded) ? (values as ParcelFields[Group]) : 'broken';
  },
};
