import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Attribute, Item } from '@temkin/storage';

/** DynamoDB's wire form of an item or a map. */
export type Attributes = Record<string, AttributeValue>;

const isList = (value: Attribute): value is readonly Attribute[] => Array.isArray(value);

const toDecimal = (value: number): string => {
  if (!Number.isFinite(value)) throw new TypeError('a number that is not finite cannot be stored');
  return String(value);
};

/**
 * One attribute in DynamoDB's wire form: S, N, BOOL, B, L or M (never a set, never NULL).
 * Throws `TypeError` for a number that is not finite; DynamoDB itself refuses magnitudes beyond 1E-130 and 9.99E+125.
 */
export const toAttributeValue = (value: Attribute): AttributeValue => {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: toDecimal(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value instanceof Uint8Array) return { B: value };
  if (isList(value)) return { L: value.map(toAttributeValue) };
  return { M: toAttributes(value) };
};

/** The attributes of an item, or of a map within one. */
export const toAttributes = (item: Item): Attributes =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toAttributeValue(value)]));

/** The inverse of `toAttributeValue`. Throws on a type that this system never writes. */
export const fromAttributeValue = (value: AttributeValue): Attribute => {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return Number(value.N);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.B !== undefined) return value.B;
  if (value.L !== undefined) return value.L.map(fromAttributeValue);
  if (value.M !== undefined) return fromAttributes(value.M);
  throw new TypeError('an attribute in the store has a type that was never written');
};

/** The inverse of `toAttributes`. */
export const fromAttributes = (attributes: Attributes): Item =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, fromAttributeValue(value)]));
