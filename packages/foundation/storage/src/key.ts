import { tables, type TableName } from './schema.ts';
import type { Key } from './table.ts';

type Names<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

type Items<Name extends TableName> = (typeof tables)[Name]['items'];

type KeyParts<Kind> = Kind extends { partition: infer P extends string; sort: infer S extends string }
  ? Names<P> | Names<S>
  : never;

/** A template of the schema taken apart: what it says itself, and what is named in between. */
interface Parsed {
  /** One more than there are names. */
  readonly texts: readonly string[];
  readonly names: readonly string[];
}

/** There are as many as the schema has; each is taken apart once, for keys are made and read by the million. */
const known = new Map<string, Parsed>();

const parsed = (template: string): Parsed => {
  const found = known.get(template);
  if (found !== undefined) return found;
  const names = Array.from(template.matchAll(/\{(\w+)\}/g), ([, name = '']) => name);
  const texts = template.split(/\{\w+\}/);
  // What a part ends at is what no part has, percent-encoded as they are.
  if (texts.slice(1).some((text, at) => !text.startsWith('#') && (text !== '' || at !== names.length - 1)))
    throw new Error(`the template ${template} does not tell where a part ends`);
  const made = { texts, names };
  known.set(template, made);
  return made;
};

const fill = (template: string, parts: Readonly<Record<string, string>>): string => {
  const { texts, names } = parsed(template);
  return names.reduce(
    (filled, name, at) => filled + encodeURIComponent(parts[name] ?? '') + (texts[at + 1] ?? ''),
    texts[0] ?? '',
  );
};

/**
 * The key of an item by the schema's templates. Parts are percent-encoded, so no id can reach into another partition.
 *
 * @example keyOf('parcels', 'parcel', { tenant: 'ems', parcelId })
 */
export const keyOf = <Name extends TableName, Kind extends keyof Items<Name> & string>(
  table: Name,
  kind: Kind,
  parts: Readonly<Record<KeyParts<Items<Name>[Kind]>, string>>,
): Key => {
  const items: Readonly<Record<string, { readonly partition: string; readonly sort: string }>> =
    tables[table].items;
  const { partition, sort } = items[kind] as { readonly partition: string; readonly sort: string };
  return { table, partition: fill(partition, parts), sort: fill(sort, parts) };
};

/** Puts the parts that a text has by a template beside those that are known; false where it is not of that template. */
const match = (template: string, text: string, parts: Record<string, string>): boolean => {
  const { texts, names } = parsed(template);
  let at = texts[0]?.length ?? 0;
  if (!text.startsWith(texts[0] ?? '')) return false;
  for (const [position, name] of names.entries()) {
    const mark = text.indexOf('#', at);
    const end = mark === -1 ? text.length : mark;
    const next = texts[position + 1] ?? '';
    if (!text.startsWith(next, end)) return false;
    parts[name] = decodeURIComponent(text.slice(at, end));
    at = end + next.length;
  }
  return at === text.length;
};

/**
 * What a key is made of, for what learns of an item by its key alone, as a stream's reader does: the inverse of `keyOf`.
 * Undefined where the key is of no such kind, or where its parts are not percent-encoded.
 */
export const partsOf = <Name extends TableName, Kind extends keyof Items<Name> & string>(
  table: Name,
  kind: Kind,
  key: Pick<Key, 'partition' | 'sort'>,
): Readonly<Record<KeyParts<Items<Name>[Kind]>, string>> | undefined => {
  const items: Readonly<Record<string, { readonly partition: string; readonly sort: string }>> =
    tables[table].items;
  const { partition, sort } = items[kind] as { readonly partition: string; readonly sort: string };
  const parts: Record<string, string> = {};
  try {
    const isOfKind = match(sort, key.sort, parts) && match(partition, key.partition, parts);
    return isOfKind ? parts : undefined;
  } catch {
    return undefined;
  }
};
