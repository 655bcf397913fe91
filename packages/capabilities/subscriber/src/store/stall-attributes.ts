import { numberOf, optional, textOf, type Item } from '@temkin/storage';
import type { BulkPlace, Stall } from '../domain/index.ts';

const isItem = (value: Item[string] | undefined): value is Item =>
  typeof value === 'object' && !(value instanceof Uint8Array) && !Array.isArray(value);

/** Where an import or export met a fault of late, as its item has it. */
export const stallsIn = ({ stalls = [] }: Item): readonly Stall[] => {
  if (!Array.isArray(stalls)) throw new Error('an import or export has lost its stalls');
  return (stalls as readonly Item[]).map((stall) => ({
    place: textOf(stall, 'place'),
    mark: numberOf(stall, 'mark'),
    times: numberOf(stall, 'times'),
  }));
};

/** The same to be kept. */
export const stallsItem = (stalls: readonly Stall[]): Item => ({
  stalls: stalls.map(({ place, mark, times }) => ({ place, mark, times })),
});

/** Where an import or export failed; undefined where nobody said. */
export const failedAtIn = ({ failedAt }: Item): BulkPlace | undefined => {
  if (!isItem(failedAt)) return undefined;
  const [part, row] = ['part', 'row'].map((name) => optional(numberOf, failedAt, name));
  const segment = optional(textOf, failedAt, 'segment');
  return {
    step: textOf(failedAt, 'step') as BulkPlace['step'],
    ...(part !== undefined && { part }),
    ...(row !== undefined && { row }),
    ...(segment !== undefined && { segment }),
  };
};
