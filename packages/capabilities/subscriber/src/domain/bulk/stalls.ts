/** Why an import or export failed that met a fault at one place again and again. */
export const NO_PROGRESS = 'no-progress';

/**
 * What is done at a place: rows are brought or compared, numbers of rows looked up, the registry walked, pages written; `whole`, of none of them.
 */
export const BULK_STEPS = ['rows', 'look-ups', 'walk', 'pages', 'whole'] as const;

/** Where in an import or export something was met: nothing of what stands there. */
export interface BulkPlace {
  readonly step: (typeof BULK_STEPS)[number];
  /** From 1. */
  readonly part?: number;
  /** The first one that is not done with, as `FIRST_ROW` counts. */
  readonly row?: number;
  /** Of the registry. */
  readonly segment?: string;
}

/** A fault that was met at a place, by whoever began there at this mark: a number that grows with each step ahead. */
export interface MetFault {
  readonly fault: unknown;
  readonly at: BulkPlace;
  readonly mark: number;
}

/** How often a place was begun at with this mark, and a fault met. */
export interface Stall {
  /** `stallPlace` of it. */
  readonly place: string;
  readonly mark: number;
  readonly times: number;
}

/** Places that are remembered: more than a worker is at at once, so that none is forgotten while another counts. */
const REMEMBERED = 8;

/** What a place is remembered by: wherever in it one is. */
export const stallPlace = ({ step, part, segment }: BulkPlace): string =>
  [step, part, segment].filter((one) => one !== undefined).join('-');

/** The stalls once another fault was met, its own as the last of them. Who came ahead at a place since begins to count anew there. */
export const stalledAgain = (
  stalls: readonly Stall[],
  { at, mark }: Pick<MetFault, 'at' | 'mark'>,
): readonly [...Stall[], Stall] => {
  const place = stallPlace(at);
  const known = stalls.find((one) => one.place === place);
  const others = stalls.filter((one) => one !== known).slice(1 - REMEMBERED);
  return [...others, { place, mark, times: known?.mark === mark ? known.times + 1 : 1 }];
};

/** Whether a place was begun at with this mark before, and a fault met. */
export const isStalled = (stalls: readonly Stall[], { at, mark }: Pick<MetFault, 'at' | 'mark'>): boolean =>
  stalls.some((one) => one.place === stallPlace(at) && one.mark === mark);

/** Where it was, in the words of an event. */
export const placeFlags = ({ step, part, row, segment }: BulkPlace): readonly string[] => [
  `step:${step}`,
  ...(part === undefined ? [] : [`part:${part}`]),
  ...(row === undefined ? [] : [`row:${row}`]),
  ...(segment === undefined ? [] : [`segment:${segment}`]),
];
