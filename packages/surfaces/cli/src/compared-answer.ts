import { readFile } from 'node:fs/promises';
import * as z from 'zod';

const listed = z.object({ eventId: z.string(), logYear: z.string().optional() });

/** A page of the API's answer, or a line of its export. */
const page = z.union([
  z.object({
    events: z.array(listed),
    asOf: z.array(z.object({ year: z.string(), size: z.number() })).optional(),
  }),
  listed.transform((event) => ({ events: [event], asOf: undefined })),
]);

/** What the API has answered to a question, to be held against the log. */
export interface GivenAnswer {
  /** Ids of the events that it says stand in the log. */
  readonly logged: ReadonlySet<string>;
  /** Ids of the events that it says wait for the log: they may have come into it since. */
  readonly waiting: ReadonlySet<string>;
  /** How far the log of a year had come when the question was asked; undefined where the answer does not say of any. */
  readonly sizeOf: (year: string) => number | undefined;
}

/** Reads an answer: its pages as JSON, one to a line, or the lines of an export. Throws a sentence where it is none. */
export const readAnswer = async (file: string): Promise<GivenAnswer> => {
  const text = await readFile(file, 'utf8');
  let pages: readonly z.infer<typeof page>[];
  try {
    pages = text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => page.parse(JSON.parse(line)));
  } catch (error) {
    throw new Error(`${file} is no answer of the API: a page as JSON on each line, or an export in jsonl.`, {
      cause: error,
    });
  }
  const events = pages.flatMap((one) => one.events);
  const idsOf = (isLogged: boolean): ReadonlySet<string> =>
    new Set(
      events.filter((event) => (event.logYear !== undefined) === isLogged).map(({ eventId }) => eventId),
    );
  const asOf = pages.find((one) => one.asOf !== undefined)?.asOf;
  const sizes = new Map(asOf?.map(({ year, size }) => [year, size]));
  const sizeOf = (year: string) => (asOf === undefined ? undefined : (sizes.get(year) ?? 0));
  return { logged: idsOf(true), waiting: idsOf(false), sizeOf };
};

/** What an answer has too little and too much, by ids of events. */
export interface Comparison {
  readonly leftOut: readonly string[];
  readonly invented: readonly string[];
}

/**
 * Holds an answer against what the log has of what was asked: all that the log had when the question was asked must be in
 * the answer, and all that the answer says stands in the log must be there.
 */
export const compareAnswer = (
  { logged, waiting, sizeOf }: GivenAnswer,
  places: ReadonlyMap<string, number>,
  yearOf: (eventId: string) => string,
): Comparison => ({
  leftOut: [...places]
    .filter(([eventId, index]) => index < (sizeOf(yearOf(eventId)) ?? Number.POSITIVE_INFINITY))
    .map(([eventId]) => eventId)
    .filter((eventId) => !logged.has(eventId) && !waiting.has(eventId)),
  invented: [...logged].filter((eventId) => !places.has(eventId)),
});
