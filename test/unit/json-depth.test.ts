import { utf8 } from '@temkin/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonDepth } from '../../packages/foundation/http/src/json-depth.ts';

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map((part) => depthOf(part)))
    : 0;

describe('the depth of JSON text', () => {
  it('is that of the value it stands for', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), fc.constantFrom(0, 2), (value, indent) => {
        expect(jsonDepth(utf8(JSON.stringify(value, null, indent)))).toBe(depthOf(value));
      }),
    );
  });

  it.each([
    [String.raw`"[\"["`, 0],
    [String.raw`["\\",["\\\"["]]`, 2],
    ['[],[]', 1],
    ['{"a":[{}]}', 3],
  ])('takes no bracket in a string for one: %s', (text, depth) => {
    expect(jsonDepth(utf8(text))).toBe(depth);
  });
});
