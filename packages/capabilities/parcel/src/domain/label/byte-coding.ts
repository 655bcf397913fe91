import { FIELD_GROUPS, type FieldDescription, type GroupName, type ParcelFields } from '../field-groups.ts';
import { readByte, writeByte, type Cursor } from './cursor.ts';
import { paddedLength, type PayloadCoding } from './payload-coding.ts';
import { VALUE_CODINGS, type FieldValue } from './value-coding.ts';

/**
 * Bytes above a group's shortest length: fine where most labels are, coarse where few are. The last takes every text that
 * the API takes (limits.ts), in any script.
 */
const STEPS = [0, 16, 32, 48, 64, 80, 96, 128, 160, 192, 256, 320, 448, 640, 960, 1536] as const;

const ladderFrom = (shortest: number): readonly number[] => STEPS.map((step) => shortest + step);

/**
 * The shortest length of each group takes in what is common, so that most labels look alike: a name with a street; a
 * COD amount with a short note, or neither; two phones, or one; a sender, or none; a description with its numbers.
 */
const LADDERS: PayloadCoding['ladders'] = {
  delivery: ladderFrom(64),
  payment: ladderFrom(32),
  contact: ladderFrom(16),
  sender: ladderFrom(64),
  contents: ladderFrom(48),
};

/** A group as this coding writes it. What may be absent has a bit in a first byte, what may not has flag 0. */
interface GroupLayout {
  readonly groupFlag: number;
  readonly fields: readonly (FieldDescription & { readonly flag: number })[];
  /** All flags of the group; 0 where nothing may be absent, and then the byte is not written. */
  readonly allFlags: number;
}

/** Flags from the least significant bit on: the group itself, then its fields in order. */
const layoutOf = (group: GroupName): GroupLayout => {
  let next = 1;
  const flagFor = (optional: true | undefined): number => {
    if (!optional) return 0;
    const flag = next;
    next *= 2;
    return flag;
  };
  const groupFlag = flagFor(FIELD_GROUPS[group].optional);
  const fields = FIELD_GROUPS[group].fields.map((field) => ({ ...field, flag: flagFor(field.optional) }));
  return { groupFlag, fields, allFlags: next - 1 };
};

const LAYOUTS: Readonly<Record<GroupName, GroupLayout>> = {
  delivery: layoutOf('delivery'),
  payment: layoutOf('payment'),
  contact: layoutOf('contact'),
  sender: layoutOf('sender'),
  contents: layoutOf('contents'),
};

/** The fields of any group, as the one list of fields sees them. */
type Values = Readonly<Record<string, FieldValue | undefined>>;

const writeFields = (out: Cursor, group: GroupName, values: Values | undefined): void => {
  const { groupFlag, fields, allFlags } = LAYOUTS[group];
  let flags = 0;
  if (values !== undefined) {
    flags = groupFlag;
    for (const { name, flag } of fields) if (values[name] !== undefined) flags |= flag;
  }
  if (allFlags > 0) writeByte(out, flags);
  if (values === undefined && groupFlag > 0) return;
  for (const { name, type, flag } of fields) {
    const value = values?.[name];
    if (value === undefined && flag > 0) continue;
    const coding = VALUE_CODINGS[type];
    if (value === undefined || !coding.accepts(value)) {
      throw new Error(`${group}.${name} is missing or not in its canonical form`);
    }
    coding.write(out, value);
  }
};

const readFields = (source: Cursor, group: GroupName): Values | undefined | 'broken' => {
  const { groupFlag, fields, allFlags } = LAYOUTS[group];
  const flags = allFlags > 0 ? (readByte(source) ?? 0xff) : 0;
  if (flags > allFlags) return 'broken';
  if (groupFlag > 0 && (flags & groupFlag) === 0) return flags === 0 ? undefined : 'broken';
  const values: Record<string, FieldValue> = {};
  for (const { name, type, flag } of fields) {
    if (flag > 0 && (flags & flag) === 0) continue;
    const value = VALUE_CODINGS[type].read(source);
    if (value === undefined) return 'broken';
    values[name] = value;
  }
  return values;
};

/** Payload version 1: every field on its own in whole bytes, texts in a Vietnamese code page (docs/token-format.md). */
export const byteCoding: PayloadCoding = {
  ladders: LADDERS,

  encode: (group, fields) => {
    const ladder = LADDERS[group];
    const out: Cursor = { bytes: new Uint8Array(ladder.at(-1) ?? 0), at: 0 };
    writeFields(out, group, fields);
    const length = paddedLength(ladder, out.at);
    return length === undefined ? 'too-large' : out.bytes.slice(0, length);
  },

  decode: <Group extends GroupName>(group: Group, padded: Uint8Array) => {
    const source: Cursor = { bytes: padded, at: 0 };
    const values = readFields(source, group);
    if (values === 'broken' || paddedLength(LADDERS[group], source.at) !== padded.length) return 'broken';
    const zero = padded.subarray(source.at).every((byte) => byte === 0);
    // The list of fields, by which the values were read, is checked against these types where it is defined.
    return zero ? (values as ParcelFields[Group]) : 'broken';
  },
};
