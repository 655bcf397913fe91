import { checkSchema, generalProblems, problemOf, type Problem } from '@temkin/http';
import { Refusal } from '@temkin/kernel';
import type * as z from 'zod';
import { parcelProblems } from './problems.ts';

/** An item that was refused, at its position in the request. */
export interface RefusedItem {
  readonly index: number;
  readonly refusal: Refusal;
}

/** Faults reported of one item. */
const REPORTED_FAULTS = 20;

const problems = { ...generalProblems, ...parcelProblems };

/** Parses each item by itself, so that a bad one sinks no other. */
export const parseItems = <Value>(
  schema: z.ZodType<Value>,
  sent: readonly unknown[],
): {
  readonly fit: readonly { readonly index: number; readonly value: Value }[];
  readonly unfit: readonly RefusedItem[];
} => {
  const checked = sent.map((value, index) => ({ index, ...checkSchema(schema, value) }));
  return {
    fit: checked.flatMap((item) => (item.fits ? [{ index: item.index, value: item.value }] : [])),
    unfit: checked.flatMap(({ index, ...item }) =>
      item.fits
        ? []
        : [
            {
              index,
              refusal: new Refusal('REQUEST.INVALID', { errors: item.faults.slice(0, REPORTED_FAULTS) }),
            },
          ],
    ),
  };
};

/** The problem of an item; pointers to its faults lead through the whole body, where `list` holds the items. */
export const problemOfItem = (list: string, { index, refusal }: RefusedItem): Problem => {
  const problem = problemOf(refusal, problems);
  const errors = problem.errors?.map(({ pointer, detail }) => ({
    pointer: `/${list}/${index}${pointer}`,
    detail,
  }));
  return errors === undefined ? problem : { ...problem, errors };
};

/** Items in the order of the request. */
export const inOrder = <Item extends { readonly index: number }>(items: readonly Item[]): readonly Item[] =>
  items.toSorted((a, b) => a.index - b.index);
