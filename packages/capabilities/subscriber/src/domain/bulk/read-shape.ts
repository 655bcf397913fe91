import type { ObjectShape, Shape } from './record-shape.ts';

/** Characters of one text: more than any field has room for. */
const TEXT_LENGTH = 500;

/** Values of one list, and captions of one document: what `checkRecord` allows is fewer. */
const LIST_LENGTH = 40;

/** The largest ordinal of a number that anybody could have. */
const MOST = 1_000_000;

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** A value as far as it fits a shape, and where it does not (RFC 6901). */
export interface ReadShape {
  /** Undefined where nothing fits. */
  readonly value: unknown;
  readonly misfits: readonly string[];
}

const fits = (value: unknown): ReadShape => ({ value, misfits: [] });

const misfit = (pointer: string): ReadShape => ({ value: undefined, misfits: [pointer] });

/** A name as a part of a pointer (RFC 6901 §3). */
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= TEXT_LENGTH;

/**
 * Reads a value by a shape. What does not fit is left out and named; where it was needed, so is what it was needed for. Names of
 * fields that there are not are named by what they stand in: they may be anything.
 */
export const readShape = (shape: Shape, value: unknown, pointer: string): ReadShape => {
  switch (shape.is) {
    case 'text':
      return isText(value) && (shape.pattern?.test(value) ?? true) ? fits(value) : misfit(pointer);
    case 'word':
      return typeof value === 'string' && shape.of.includes(value) ? fits(value) : misfit(pointer);
    case 'count':
      return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST
        ? fits(value)
        : misfit(pointer);
    case 'instant': {
      const instant = typeof value === 'string' && INSTANT.test(value) ? Date.parse(value) : Number.NaN;
      return Number.isNaN(instant) ? misfit(pointer) : fits(instant);
    }
    case 'captions':
      return readCaptions(value, pointer);
    case 'list':
      return readList(shape.of, value, pointer);
    case 'object':
      return readObject(shape, value, pointer);
  }
};

/** As the API has them: a list of captions, each with its text. A later one of the same caption counts. */
const readCaptions = (value: unknown, pointer: string): ReadShape => {
  if (!Array.isArray(value) || value.length > LIST_LENGTH) return misfit(pointer);
  const printed: (readonly [string, string])[] = [];
  for (const one of value as readonly unknown[]) {
    if (!isMapping(one) || Object.keys(one).length !== 2) return misfit(pointer);
    const { caption, text } = one;
    if (!isText(caption) || !isText(text)) return misfit(pointer);
    printed.push([caption, text]);
  }
  return fits(Object.fromEntries(printed));
};

const readList = (of: Shape, value: unknown, pointer: string): ReadShape => {
  if (!Array.isArray(value) || value.length > LIST_LENGTH) return misfit(pointer);
  const read = value.map((one, at) => readShape(of, one, `${pointer}/${at}`));
  return {
    value: read.flatMap((one) => (one.value === undefined ? [] : [one.value])),
    misfits: read.flatMap(({ misfits }) => misfits),
  };
};

const readObject = ({ fields, needed }: ObjectShape, value: unknown, pointer: string): ReadShape => {
  if (!isMapping(value)) return misfit(pointer);
  const kept: Record<string, unknown> = {};
  const misfits: string[] = [];
  for (const [name, one] of Object.entries(value)) {
    const shape = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (shape === undefined) misfits.push(pointer);
    else {
      const read = readShape(shape, one, `${pointer}/${escaped(name)}`);
      if (read.value !== undefined) kept[name] = read.value;
      misfits.push(...read.misfits);
    }
  }
  const lacking = needed.filter((name) => kept[name] === undefined).map((name) => `${pointer}/${name}`);
  return {
    value: lacking.length === 0 ? kept : undefined,
    misfits: [...new Set([...misfits, ...lacking])],
  };
};

/** The shape of what a way through a shape leads to, `holder.documentImages.0.sha256`; undefined where it leads nowhere. */
export const shapeAt = (shape: Shape, way: readonly string[]): Shape | undefined => {
  const [first, ...rest] = way;
  if (first === undefined) return shape;
  switch (shape.is) {
    case 'object':
      return Object.hasOwn(shape.fields, first)
        ? shapeAt(shape.fields[first] ?? { is: 'text' }, rest)
        : undefined;
    case 'list':
      return /^[0-9]$/.test(first) ? shapeAt(shape.of, rest) : undefined;
    case 'captions':
      return rest.length === 0 && first !== '' ? { is: 'text' } : undefined;
    default:
      return undefined;
  }
};
