/** The way from a value to a part of it. */
export type Place = readonly string[];

/** Every place in a JSON value, outermost first. */
export const placesIn = (value: unknown, way: Place = []): readonly Place[] => [
  way,
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, part]) => placesIn(part, [...way, name]))
    : []),
];

/** What stands at a place. */
export const partAt = (value: unknown, place: Place): unknown =>
  place.reduce((part, name) => (part as Readonly<Record<string, unknown>>)[name], value);

/** The value with another part at a place. */
export const replacedAt = (value: unknown, [name, ...rest]: Place, part: unknown): unknown => {
  if (name === undefined) return part;
  if (Array.isArray(value))
    return value.map((element, i) => (String(i) === name ? replacedAt(element, rest, part) : element));
  const fields = value as Readonly<Record<string, unknown>>;
  return { ...fields, [name]: replacedAt(fields[name], rest, part) };
};

/** JSON's word for what a value is. */
export const jsonTypeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

/** The place as a JSON pointer, for names that need no escape. */
export const pointerTo = (place: Place): string => place.map((name) => `/${name}`).join('');
