import { optional, textOf, type Item } from '@temkin/storage';
import type { RowDefect } from '../domain/index.ts';

/** What an import brought, or amended last: which, and what was wrong with the record then. */
export interface Imported {
  readonly importId: string;
  readonly defects: readonly RowDefect[];
}

/** The attributes of a number that came with an import. What is wrong is in clear: codes, pointers, grades. */
export const importedItem = ({ importId, defects }: Imported): Item => ({
  importId,
  ...(defects.length > 0 && {
    defects: defects.map(({ code, pointer, grade }) => ({ code, pointer, grade })),
  }),
});

/** How a number came, where it came with an import. */
export const importedIn = (item: Item): { readonly imported?: Imported } => {
  const importId = optional(textOf, item, 'importId');
  if (importId === undefined) return {};
  const { defects = [] } = item;
  if (!Array.isArray(defects)) throw new Error('a stored subscription has lost its defects');
  return {
    imported: {
      importId,
      defects: (defects as readonly Item[]).map((defect) => ({
        code: textOf(defect, 'code') as RowDefect['code'],
        pointer: textOf(defect, 'pointer'),
        grade: textOf(defect, 'grade') as RowDefect['grade'],
      })),
    },
  };
};
