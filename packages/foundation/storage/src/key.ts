import { tables, type TableName } from './schema.ts';
import type { Key } from './table.ts';

type Names<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

type Items<Name extends TableName> = (typeof tables)[Name]['items'];

type KeyParts<Kind> = Kind extends { partition: infer P extends string; sort: infer S extends string }
  ? Names<P> | Names<S>
  : never;

const fill = (template: string, parts: Readonly<Record<string, string>>): string =>
  template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parts[name] ?? ''));

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

const matchOf = (template: string, text: string): Readonly<Record<string, string>> | undefined => {
  const pattern = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => `(?<${name}>[^#]*)`);
  const match = new RegExp(`^${pattern}$`).exec(text);
  return match === null ? undefined : { ...match.groups };
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
  const [ofPartition, ofSort] = [matchOf(partition, key.partition), matchOf(sort, key.sort)];
  if (ofPartition === undefined || ofSort === undefined) return undefined;
  try {
    const parts = Object.entries({ ...ofPartition, ...ofSort });
    return Object.fromEntries(parts.map(([name, value]) => [name, decodeURIComponent(value)]));
  } catch {
    return undefined;
  }
};
