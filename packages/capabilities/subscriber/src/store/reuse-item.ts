import { numberOf, optional, type Item } from '@temkin/storage';
import type { Reuse } from '../domain/index.ts';

/** The last gap in the use of a number, as its item has it. */
export const reuseIn = (item: Item): { readonly reuse?: Reuse } => {
  const [dormantFrom, resumedAt] = ['dormantFrom', 'resumedAt'].map((name) => optional(numberOf, item, name));
  return dormantFrom === undefined || resumedAt === undefined ? {} : { reuse: { dormantFrom, resumedAt } };
};
