import { utf8 } from '@temkin/kernel';
import type { Attribute, Item, Key } from './table.ts';

/** Names of the two attributes of a key. */
const KEY_NAMES = 4;

/** Of a number: up to 38 digits, two in a byte, with exponent and sign. */
const NUMBER = 21;

/** Of a list or a mapping, and of each of its elements besides. */
const [AROUND, EACH] = [3, 1];

const isList = (value: Attribute): value is readonly Attribute[] => Array.isArray(value);

const valueBytes = (value: Attribute): number => {
  if (typeof value === 'string') return utf8(value).length;
  if (typeof value === 'number') return NUMBER;
  if (typeof value === 'boolean') return 1;
  if (value instanceof Uint8Array) return value.length;
  if (isList(value)) return value.reduce<number>((sum, one) => sum + EACH + valueBytes(one), AROUND);
  return AROUND + EACH * Object.keys(value).length + namedBytes(value);
};

const namedBytes = (item: Item): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + utf8(name).length + valueBytes(value), 0);

/** The bytes of an item as DynamoDB counts them ("Item sizes and formats"), or some more where it has numbers: it takes 400 kB. */
export const itemBytes = ({ partition, sort }: Key, item: Item): number =>
  KEY_NAMES + utf8(partition).length + utf8(sort).length + namedBytes(item);
