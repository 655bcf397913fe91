import { FIELD_GROUPS, GROUP_NAMES, type GroupName } from '@temkin/parcel/domain';
import type { Fields } from './contestant.ts';

type Value = string | number;

interface NumberedField {
  readonly group: GroupName;
  readonly name: string;
}

/** Every field of a parcel, in order; its place is its number. */
const FIELDS: readonly NumberedField[] = GROUP_NAMES.flatMap((group) =>
  FIELD_GROUPS[group].fields.map(({ name }) => ({ group, name })),
);

/** The fields that are there as a map from integer to value, as CBOR and COSE do it. */
export const toNumbered = (fields: Fields): ReadonlyMap<number, Value> => {
  const values = new Map<number, Value>();
  for (const [number, { group, name }] of FIELDS.entries()) {
    const value = (fields[group] as Readonly<Record<string, Value>> | undefined)?.[name];
    if (value !== undefined) values.set(number, value);
  }
  return values;
};

/** What `toNumbered` made, as fields again. A group whose fields are all absent is one of `groups` or none. */
export const fromNumbered = (values: ReadonlyMap<number, Value>, groups: readonly GroupName[]): Fields => {
  const fields: Partial<Record<GroupName, Record<string, Value>>> = {};
  for (const group of groups) if (FIELD_GROUPS[group].optional !== true) fields[group] = {};
  for (const [number, value] of values) {
    const field = FIELDS[number];
    if (field === undefined) throw new Error('there is no field of this number');
    (fields[field.group] ??= {})[field.name] = value;
  }
  return fields as Fields;
};
