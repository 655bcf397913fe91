import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  distributionOf,
  LEVEL_WEIGHTS,
  symbolAt,
} from '../../packages/capabilities/parcel/src/domain/label/dense/distribution.ts';
import {
  rangeDecoder,
  rangeEncoder,
  type SymbolCoder,
} from '../../packages/capabilities/parcel/src/domain/label/dense/range-coder.ts';

/** One symbol and how likely it was, by weights; or one of so many that are all alike. */
type Step =
  | { readonly weights: readonly number[]; readonly value: number }
  | { readonly size: number; readonly value: number };

const weighted = fc
  .array(fc.constantFrom(...LEVEL_WEIGHTS), { minLength: 1, maxLength: 2 })
  .chain((weights) => fc.record({ weights: fc.constant(weights), value: fc.nat(weights.length - 1) }));

const alike = fc
  .integer({ min: 1, max: 65_536 })
  .chain((size) =>
    fc.record({ size: fc.constant(size), value: fc.oneof(fc.nat(size - 1), fc.constantFrom(0, size - 1)) }),
  );

const steps = fc.array<Step>(fc.oneof(weighted, alike), { maxLength: 60 });

const run = (coder: SymbolCoder, path: readonly Step[]): number[] =>
  path.map((step) =>
    'size' in step
      ? coder.uniform(step.size, step.value)
      : coder.symbol(distributionOf(step.weights), step.value),
  );

const encoded = (path: readonly Step[]): Uint8Array => {
  const coder = rangeEncoder();
  run(coder, path);
  return coder.finish();
};

const valuesOf = (path: readonly Step[]): number[] => path.map(({ value }) => value);

describe('the range coder', () => {
  it('gives every row of symbols back, with any number of zeros behind', () => {
    fc.assert(
      fc.property(steps, fc.nat(20), (path, zeros) => {
        const bytes = encoded(path);
        const padded = new Uint8Array(bytes.length + zeros);
        padded.set(bytes);
        expect(run(rangeDecoder(padded), path)).toEqual(valuesOf(path));
      }),
      { numRuns: 500 },
    );
  });

  it('ends without a zero, and one byte fewer would be another row', () => {
    fc.assert(
      fc.property(steps, (path) => {
        const bytes = encoded(path);
        fc.pre(bytes.length > 0);
        expect(bytes.at(-1)).not.toBe(0);
        expect(run(rangeDecoder(bytes.subarray(0, -1)), path)).not.toEqual(valuesOf(path));
      }),
    );
  });

  it('takes as many bits as the symbols are unlikely, and a byte or two', () => {
    fc.assert(
      fc.property(steps, (path) => {
        const bits = path.reduce((sum, step) => {
          if ('size' in step) return sum + Math.log2(step.size);
          const total = step.weights.reduce((all, weight) => all + weight, 0);
          return sum + Math.log2(total / (step.weights[step.value] ?? 1));
        }, 0);
        expect(encoded(path).length).toBeLessThanOrEqual((bits * 1.01) / 8 + 2);
      }),
    );
  });

  it('carries into the bytes that are out already', () => {
    const top: Step[] = Array.from({ length: 12 }, () => ({ size: 65_536, value: 65_535 }));
    const path: Step[] = [{ size: 2, value: 0 }, ...top, { weights: [1, 32_768], value: 1 }];
    expect(run(rangeDecoder(encoded(path)), path)).toEqual(valuesOf(path));
  });

  it('goes back to a place as if nothing had been written since', () => {
    fc.assert(
      fc.property(steps, steps, steps, (kept, undone, rest) => {
        const coder = rangeEncoder();
        run(coder, kept);
        const goBack = coder.mark();
        run(coder, undone);
        goBack();
        run(coder, rest);
        expect(coder.finish()).toEqual(encoded([...kept, ...rest]));
      }),
    );
  });

  it('gives some symbols for any bytes, all of them possible', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), steps, (bytes, path) => {
        run(rangeDecoder(bytes), path).forEach((value, i) => {
          const step = path[i];
          const most = step && ('size' in step ? step.size : step.weights.length);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(most ?? 0);
        });
      }),
    );
  });
});

describe('a distribution', () => {
  it('finds the symbol of every value, and the last one beyond them', () => {
    const distribution = distributionOf([3, 1, 2]);
    expect([0, 1, 2, 3, 4, 5, 6, 1e9].map((value) => symbolAt(distribution, value))).toEqual([
      0, 0, 0, 1, 2, 2, 2, 2,
    ]);
  });
});
