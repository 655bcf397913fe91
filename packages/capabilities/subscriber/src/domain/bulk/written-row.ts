import { rfc3339 } from '@temkin/kernel';
import type { ImportRow } from './import-rows.ts';
import { ROW_SHAPE, type Shape } from './record-shape.ts';

const written = (shape: Shape | undefined, value: unknown): unknown => {
  if (shape?.is === 'instant' && typeof value === 'number') return rfc3339(value);
  if (shape?.is === 'list' && Array.isArray(value)) return value.map((one) => written(shape.of, one));
  if (shape?.is === 'captions' && typeof value === 'object' && value !== null)
    return Object.entries(value).map(([caption, text]) => ({ caption, text: text as unknown }));
  if (shape?.is !== 'object' || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, written(shape.fields[name], one)]),
  );
};

/** A row, or some of the fields of one, as a file has it: `rowReader` reads it again as it was. Instants are written in UTC. */
export const writtenRow = ({ record, ...rest }: Partial<ImportRow>): object =>
  written(ROW_SHAPE, { ...record, ...rest }) as object;
