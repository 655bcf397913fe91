import { utf8 } from '@temkin/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonShape } from '../../packages/foundation/http/src/json-shape.ts';

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map((part) => depthOf(part)))
    : 0;

const membersOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce<number>(
        (sum, part) => sum + membersOf(part),
        Array.isArray(value) ? 0 : Object.keys(value).length,
      )
    : 0;

describe('the shape of JSON text', () => {
  it('is that of the value it stands for', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.constantFrom(0, 2), (value, indent) => {
        expect(jsonShape(utf8(JSON.stringify(value, null, indent)))).toEqual({
          depth: depthOf(value),
          members: membersOf(value),
        });
      }),
    );
  });

  it.each([
    [String.raw`"[\"[:"`, 0, 0],
    [String.raw`["\\","[\\\"["]`, 1, 0],
    [String.raw`["\\",["\\\"["]]`, 2, 0],
    ['[],[]', 1, 0],
    ['{"a":[{}]}', 3, 1],
    ['{"a:":1,"a:":1}', 1, 2],
  ])('takes nothing in a string for structure: %s', (text, depth, members) => {
    expect(jsonShape(utf8(text))).toEqual({ depth, members });
  });
});
