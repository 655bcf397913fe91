import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item in DynamoDB's wire form, its key included. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** A list or a map, whatever it holds; and each of its elements besides. */
const NESTING_BYTES = 3;
const ELEMENT_BYTES = 1;

const utf8Bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

/** A byte for two significant digits, and one more: zeros before and behind them do not count. */
const numberBytes = (decimal: string): number => {
  const [mantissa = ''] = decimal.toLowerCase().split('e');
  const significant = mantissa.replaceAll(/[^0-9]/g, '').replaceAll(/^0+|0+$/g, '');
  return Math.ceil(significant.length / 2) + 1;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const valueBytes = (value: AttributeValue): number => {
  if (value.S !== undefined) return utf8Bytes(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return value.B.length;
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.L !== undefined)
    return NESTING_BYTES + sum(value.L.map((element) => ELEMENT_BYTES + valueBytes(element)));
  if (value.M !== undefined)
    return NESTING_BYTES + ELEMENT_BYTES * Object.keys(value.M).length + itemBytes(value.M);
  throw new TypeError('an attribute has a type that this system never writes');
};

/**
 * The size of an item by the rules that DynamoDB publishes ("DynamoDB item sizes and formats"): names and values of all
 * attributes, in bytes. Of a number the rule itself says "approximately".
 */
export const itemBytes = (item: Attributes): number =>
  sum(Object.entries(item).map(([name, value]) => utf8Bytes(name) + valueBytes(value)));
