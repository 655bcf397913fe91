import type { Attribute } from '@temkin/storage';

/** Marks bytes, and a map of which a name begins like a mark, so that the two are never taken for each other. */
const BYTES = '$bytes';
const MAP = '$map';

const isList = (value: Attribute): value is readonly Attribute[] => Array.isArray(value);

const members = (map: Readonly<Record<string, Attribute>>): string =>
  Object.keys(map)
    .toSorted()
    .map((name) => `${JSON.stringify(name)}:${toCanonicalJson(map[name] as Attribute)}`)
    .join(',');

/**
 * A stored value as canonical JSON (RFC 8785): the same value is always the same text. Bytes are `{"$bytes": <base64>}`;
 * a map with a name that begins with `$` is `{"$map": {…}}`. Throws `TypeError` for a number that is not finite.
 */
export const toCanonicalJson = (value: Attribute): string => {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError('a number that is not finite has no JSON');
  if (typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof Uint8Array) return `{"${BYTES}":"${Buffer.from(value).toString('base64')}"}`;
  if (isList(value)) return `[${value.map(toCanonicalJson).join(',')}]`;
  const text = `{${members(value)}}`;
  return Object.keys(value).some((name) => name.startsWith('$')) ? `{"${MAP}":${text}}` : text;
};

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

const isJsonList = (json: Json): json is readonly Json[] => Array.isArray(json);

const fromMap = (map: { readonly [name: string]: Json }): Attribute =>
  Object.fromEntries(Object.entries(map).map(([name, value]) => [name, fromParsed(value)]));

const fromParsed = (json: Json): Attribute => {
  if (json === null) throw new TypeError('null is never stored');
  if (typeof json !== 'object') return json;
  if (isJsonList(json)) return json.map(fromParsed);
  const { [BYTES]: bytes, [MAP]: map } = json;
  if (typeof bytes === 'string') return new Uint8Array(Buffer.from(bytes, 'base64'));
  return fromMap(typeof map === 'object' && map !== null && !isJsonList(map) ? map : json);
};

/** The inverse of `toCanonicalJson`. Throws where the text is no JSON, or holds `null`. */
export const fromCanonicalJson = (text: string): Attribute => fromParsed(JSON.parse(text) as Json);
