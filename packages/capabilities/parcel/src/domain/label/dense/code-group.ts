import { FIELD_GROUPS, GROUP_NAMES, type FieldDescription, type GroupName } from '../../field-groups.ts';
import type { FieldValue } from '../value-coding.ts';
import { codeCommune, codeNumber, codePhone, type Quantity } from './code-values.ts';
import { codeSmall, type DenseModel } from './dense-model.ts';
import { TEXT_FIELDS, type TextField } from './dense-tables.ts';
import type { SymbolCoder } from './range-coder.ts';

/** The fields of any group, as the one list of fields sees them. */
export type Values = Readonly<Record<string, FieldValue | undefined>>;

/** A coder of groups: of texts it knows how to choose between the ways to write one. */
export interface GroupCoder {
  readonly coder: SymbolCoder;
  readonly model: DenseModel;
  /** Codes a text of a field, by its place in TEXT_FIELDS; undefined where a decoder finds none. */
  readonly text: (field: number, given: string) => string | undefined;
}

/** What kind of text or number a field is. */
const TEXT_FIELD_OF: Readonly<Record<string, TextField>> = {
  recipientName: 'name',
  name: 'name',
  street: 'street',
  handlingNote: 'note',
  description: 'goods',
};

const quantityOf = (name: string): Quantity => (name === 'weightGrams' ? 'grams' : 'dong');

/** A group as this coding writes it; whatever may be absent has a place in the table `present`. */
interface GroupLayout {
  readonly present: number | undefined;
  readonly fields: readonly (FieldDescription & { readonly present: number | undefined })[];
}

/** Numbers what may be absent through all groups, a group before its fields. */
const layouts = (): ReadonlyMap<GroupName, GroupLayout> => {
  let next = 0;
  const placeFor = (optional: true | undefined): number | undefined => (optional ? next++ : undefined);
  const found = new Map<GroupName, GroupLayout>();
  for (const group of GROUP_NAMES) {
    const present = placeFor(FIELD_GROUPS[group].optional);
    const fields = FIELD_GROUPS[group].fields.map((field) => ({
      ...field,
      present: placeFor(field.optional),
    }));
    found.set(group, { present, fields });
  }
  return found;
};

const LAYOUTS = layouts();

const NOTHING: GroupLayout = { present: undefined, fields: [] };

const codePresence = ({ coder, model }: GroupCoder, place: number | undefined, isPresent: boolean): boolean =>
  place === undefined || codeSmall(coder, model.small.present, place, isPresent ? 1 : 0) === 1;

const codeValue = (
  { coder, model, text }: GroupCoder,
  { name, type }: FieldDescription,
  given: FieldValue | undefined,
): FieldValue | undefined => {
  if (type === 'commune') return codeCommune(coder, model, String(given));
  if (type === 'phone') return codePhone(coder, model, String(given));
  if (type === 'number') return codeNumber(coder, model, quantityOf(name), Number(given));
  return text(TEXT_FIELDS.indexOf(TEXT_FIELD_OF[name] ?? 'note'), String(given));
};

/** Codes a group; undefined is one that is absent as a whole, `broken` is what a decoder may find. */
export const codeGroup = (
  groupCoder: GroupCoder,
  group: GroupName,
  given: Values | undefined,
): Values | undefined | 'broken' => {
  const { present, fields } = LAYOUTS.get(group) ?? NOTHING;
  if (!codePresence(groupCoder, present, given !== undefined)) return undefined;
  const values: Record<string, FieldValue> = {};
  for (const field of fields) {
    const value = given?.[field.name];
    if (!codePresence(groupCoder, field.present, value !== undefined)) continue;
    const coded = codeValue(groupCoder, field, value);
    if (coded === undefined) return 'broken';
    values[field.name] = coded;
  }
  return values;
};
