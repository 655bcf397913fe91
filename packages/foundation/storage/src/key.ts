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
