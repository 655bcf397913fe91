import type { Attribute, Item } from './table.ts';

const lost = (name: string): Error => new Error(`a stored item has lost the shape of its field ${name}`);

const attribute = (item: Item, name: string): Attribute => {
  const value = item[name];
  if (value === undefined) throw lost(name);
  return value;
};

/** A stored string; throws where the field is absent or of another type, as the next three do. */
export const textOf = (item: Item, name: string): string => {
  const value = attribute(item, name);
  if (typeof value !== 'string') throw lost(name);
  return value;
};

/** A stored number. */
export const numberOf = (item: Item, name: string): number => {
  const value = attribute(item, name);
  if (typeof value !== 'number') throw lost(name);
  return value;
};

/** Stored bytes. */
export const bytesOf = (item: Item, name: string): Uint8Array => {
  const value = attribute(item, name);
  if (!(value instanceof Uint8Array)) throw lost(name);
  return value;
};

/** A stored list of strings. */
export const textsOf = (item: Item, name: string): readonly string[] => {
  const value = attribute(item, name);
  if (!Array.isArray(value) || !value.every((element) => typeof element === 'string')) throw lost(name);
  return value;
};

/** Reads a field where it is present. */
export const optional = <Value>(
  read: (item: Item, name: string) => Value,
  item: Item,
  name: string,
): Value | undefined => (item[name] === undefined ? undefined : read(item, name));
