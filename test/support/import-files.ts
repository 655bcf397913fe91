import { writtenRow, type ImportRow } from '@temkin/subscriber/domain';

/** The rows of a file of NDJSON. */
export const ndjson = (rows: readonly ImportRow[]): string =>
  rows.map((row) => `${JSON.stringify(writtenRow(row))}\n`).join('');

/** Every leaf of a value by the way to it. */
const leaves = (value: unknown, way: string): readonly (readonly [string, string])[] => {
  if (typeof value !== 'object' || value === null) return [[way, String(value)]];
  if (way.endsWith('.other') && Array.isArray(value))
    return (value as readonly { readonly caption: string; readonly text: string }[]).map(
      ({ caption, text }) => [`${way}.${caption}`, text] as const,
    );
  return Object.entries(value).flatMap(([name, one]) => leaves(one, way === '' ? name : `${way}.${name}`));
};

const quoted = (field: string): string =>
  /["\r\n,]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;

/** The rows of a CSV file, and the columns that they have among them. */
export const csv = (
  rows: readonly ImportRow[],
): { readonly columns: readonly string[]; readonly text: string } => {
  const all = rows.map((row) => new Map(leaves(writtenRow(row), '')));
  const columns = [...new Set(all.flatMap((fields) => [...fields.keys()]))];
  const lines = all.map((fields) => columns.map((column) => quoted(fields.get(column) ?? '')).join(','));
  return { columns, text: lines.map((line) => `${line}\r\n`).join('') };
};
