import { shapeAt } from './read-shape.ts';
import { ROW_SHAPE, type Shape } from './record-shape.ts';

/** A column of a CSV file: the way to its field. */
interface Column {
  readonly way: readonly string[];
  readonly shape: Shape;
}

/** Columns that a file may have: as many fields as a record with a guardian, and all its images. */
export const COLUMNS_LIMIT = 300;

const isLeaf = ({ is }: Shape): boolean => is !== 'object' && is !== 'list' && is !== 'captions';

const columnOf = (name: string): Column | undefined => {
  const way = name.split('.');
  const shape = shapeAt(ROW_SHAPE, way);
  return shape !== undefined && isLeaf(shape) ? { way, shape } : undefined;
};

/** What is wrong with the columns of a file: at which of them, from 0. */
export const misnamedColumns = (columns: readonly string[]): readonly number[] =>
  columns.flatMap((name, at) => (columnOf(name) === undefined || columns.indexOf(name) !== at ? [at] : []));

const valueOf = ({ shape }: Column, field: string): unknown =>
  shape.is === 'count' && /^\d{1,7}$/.test(field) ? Number(field) : field;

/** What stands at the names of an object, or at the positions of a list. A caption may be any text, `__proto__` too. */
type Node = Map<string, unknown>;

const childOf = (parent: Node, name: string): Node => {
  const known = parent.get(name);
  if (known instanceof Map) return known;
  const made: Node = new Map();
  parent.set(name, made);
  return made;
};

/** Positions of a list that nothing is at close up. */
const toValue = (shape: Shape | undefined, value: unknown): unknown => {
  if (!(value instanceof Map)) return value;
  const node: Node = value;
  if (shape?.is === 'list') return [...node.values()].map((one) => toValue(shape.of, one));
  if (shape?.is === 'captions') return [...node].map(([caption, text]) => ({ caption, text }));
  const fields = shape?.is === 'object' ? shape.fields : {};
  return Object.fromEntries([...node].map(([name, one]) => [name, toValue(fields[name], one)]));
};

/** Reads fields by the names of their columns into what an NDJSON row would hold. An empty field is not there. */
export const columnReader = (names: readonly string[]): ((fields: readonly string[]) => unknown) => {
  const columns = names.map(columnOf);
  return (fields) => {
    const row: Node = new Map();
    for (const [at, column] of columns.entries()) {
      const field = fields[at] ?? '';
      const last = column?.way.at(-1);
      if (column === undefined || last === undefined || field === '') continue;
      column.way.slice(0, -1).reduce(childOf, row).set(last, valueOf(column, field));
    }
    return toValue(ROW_SHAPE, row);
  };
};
