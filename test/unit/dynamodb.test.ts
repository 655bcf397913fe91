import type { Attribute, Clause, Item, Key } from '@temkin/storage';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fromAttributes,
  fromAttributeValue,
  toAttributes,
  toAttributeValue,
} from '../../packages/runtimes/dynamodb/src/attribute-value.ts';
import { toStoredItem } from '../../packages/runtimes/dynamodb/src/stored-item.ts';
import { writeExpression } from '../../packages/runtimes/dynamodb/src/write-expression.ts';

const item = fc.letrec<{ value: Attribute; item: Item }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    fc.boolean(),
    fc.uint8Array(),
    fc.array(tie('value')),
    tie('item'),
  ),
  item: fc.dictionary(fc.string(), tie('value'), { noNullPrototype: true }),
})).item;

describe('attribute values', () => {
  it('come back from the wire as they went', () => {
    fc.assert(
      fc.property(item, (value) => {
        expect(fromAttributes(toAttributes(value))).toEqual(value);
      }),
    );
  });

  it.each<[Attribute, object]>([
    ['', { S: '' }],
    [0.1, { N: '0.1' }],
    [1e21, { N: '1e+21' }],
    [-0, { N: '0' }],
    [false, { BOOL: false }],
    [Uint8Array.of(1), { B: Uint8Array.of(1) }],
    [['a', [1]], { L: [{ S: 'a' }, { L: [{ N: '1' }] }] }],
    [{ a: { b: true } }, { M: { a: { M: { b: { BOOL: true } } } } }],
  ])('have one wire form: %j', (value, wire) => {
    expect(toAttributeValue(value)).toEqual(wire);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('are never %d', (value) => {
    expect(() => toAttributeValue([value])).toThrow(TypeError);
  });

  it('of a kind that is never written are not guessed at', () => {
    expect(() => fromAttributeValue({ SS: ['a'] })).toThrow(TypeError);
    expect(() => fromAttributeValue({ NULL: true })).toThrow(TypeError);
  });

  it('take no key attribute from an item', () => {
    const key: Key = { table: 'parcels', partition: 'p', sort: 's' };
    expect(toStoredItem(key, { a: 1 })).toEqual({ pk: { S: 'p' }, sk: { S: 's' }, a: { N: '1' } });
    expect(() => toStoredItem(key, { pk: 'other' })).toThrow(TypeError);
    expect(() => toStoredItem(key, { sk: 'other' })).toThrow(TypeError);
  });
});

describe('expressions', () => {
  const key: Key = { table: 'parcels', partition: 'p', sort: 's' };

  it('say in one text what is asked and what is changed', () => {
    expect(
      writeExpression({
        kind: 'update',
        key,
        set: { state: 'closed', bytes: Uint8Array.of(1) },
        add: { version: 1 },
        remove: ['open', 'since'],
        condition: [
          { attribute: 'version', is: 'equal', to: 3 },
          { attribute: 'reads', is: 'absent-or-less', than: 60 },
        ],
      }),
    ).toEqual({
      ConditionExpression: '#a0 = :v0 AND (attribute_not_exists(#a1) OR #a1 < :v1)',
      UpdateExpression: 'SET #a2 = :v2, #a3 = :v3 ADD #a4 :v4 REMOVE #a5, #a6',
      ExpressionAttributeNames: {
        '#a0': 'version',
        '#a1': 'reads',
        '#a2': 'state',
        '#a3': 'bytes',
        '#a4': 'version',
        '#a5': 'open',
        '#a6': 'since',
      },
      ExpressionAttributeValues: {
        ':v0': { N: '3' },
        ':v1': { N: '60' },
        ':v2': { S: 'closed' },
        ':v3': { B: Uint8Array.of(1) },
        ':v4': { N: '1' },
      },
    });
  });

  it('ask for a whole item by its key', () => {
    const absent = writeExpression({ kind: 'put', key, item: {}, condition: 'absent' });
    expect(absent).toEqual({
      ConditionExpression: 'attribute_not_exists(#a0)',
      ExpressionAttributeNames: { '#a0': 'pk' },
    });
    const present = writeExpression({ kind: 'delete', key, condition: 'present' });
    expect(present).toEqual({
      ConditionExpression: 'attribute_exists(#a0)',
      ExpressionAttributeNames: { '#a0': 'pk' },
    });
  });

  it('are left out where nothing is asked', () => {
    expect(writeExpression({ kind: 'put', key, item: { a: 1 } })).toEqual({});
    expect(writeExpression({ kind: 'delete', key, condition: [] })).toEqual({});
  });

  it('hold no name and no value in their text, whatever they are', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (attribute, to) => {
        const condition: readonly Clause[] = [{ attribute, is: 'equal', to }];
        const written = writeExpression({ kind: 'update', key, set: { [attribute]: to }, condition });
        expect(written.ConditionExpression).toBe('#a0 = :v0');
        expect(written.UpdateExpression).toBe('SET #a1 = :v1');
      }),
    );
  });

  it('say something, or there is no update and no check', () => {
    expect(() => writeExpression({ kind: 'update', key, set: {}, remove: [] })).toThrow(RangeError);
    expect(() => writeExpression({ kind: 'check', key, condition: [] })).toThrow(RangeError);
  });
});
