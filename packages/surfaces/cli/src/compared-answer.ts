import type { ListedEvent } from '@temkin/audit/domain';
import { logYear } from '@temkin/audit-event';
import { fromBase64 } from '@temkin/kernel';
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';

const listed = z.looseObject({ eventId: z.string(), logYear: z.string().optional() });

type Told = z.infer<typeof listed>;

/** A page of the API's answer, or a line of its export. */
const page = z.union([
  z.object({
    events: z.array(listed),
    asOf: z.array(z.object({ year: z.string(), size: z.number(), root: z.string().optional() })).optional(),
  }),
  listed.transform((event) => ({ events: [event], asOf: undefined })),
]);

/** What the API has answered to a question, to be held against the log. */
export interface GivenAnswer {
  /** What it says of events that it says stand in the log, by their ids. */
  readonly logged: ReadonlyMap<string, Told>;
  /** Ids of the events that it says wait for the log: they may have come into it since. */
  readonly waiting: ReadonlySet<string>;
  /** How the log of a year was when the question was asked, as it says; undefined where it does not say of any. */
  readonly asOf: (year: string) => { readonly size: number; readonly root?: Uint8Array } | undefined;
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
  const logged = events.filter((event) => event.logYear !== undefined);
  const waiting = events.filter((event) => event.logYear === undefined);
  const asOf = pages.find((one) => one.asOf !== undefined)?.asOf;
  const logs = new Map(
    asOf?.map(({ year, size, root }) => [
      year,
      // What is no root is none that a log ever had.
      { size, ...(root !== undefined && { root: fromBase64(root) ?? new Uint8Array() }) },
    ]),
  );
  return {
    logged: new Map(logged.map((event) => [event.eventId, event])),
    waiting: new Set(waiting.map(({ eventId }) => eventId)),
    asOf: (year) => (asOf === undefined ? undefined : (logs.get(year) ?? { size: 0 })),
  };
};

/** What an answer has too little, too much and otherwise, by ids of events. */
export interface Comparison {
  readonly leftOut: readonly string[];
  readonly invented: readonly string[];
  /** Events of which the answer says something else than the log. */
  readonly altered: readonly string[];
  /** Found events that the log did not have yet when the question was asked, if the answer is believed on that. */
  readonly younger: number;
  /** Events that the answer says wait for the log and that were not found there: nothing can be said of them. */
  readonly unchecked: number;
  /** Events of the answer that are of other years: the logs of those have them. */
  readonly elsewhere: number;
}

/**
 * Holds an answer against what the log of a year has of what was asked: all that the log had when the question was asked must be in
 * the answer, all that the answer says stands in the log must be there, and as the answer says. When the question was asked,
 * the answer itself says: how much that leaves out is counted.
 */
export const compareAnswer = (
  { logged, waiting, asOf }: GivenAnswer,
  found: readonly (ListedEvent & { readonly index: number })[],
  year: string,
): Comparison => {
  const byId = new Map(found.map((event) => [event.eventId, event]));
  const sizeThen = asOf(year)?.size ?? Number.POSITIVE_INFINITY;
  const isYounger = ({ index }: { readonly index: number }): boolean => index >= sizeThen;
  // Of an event that this log has it is no excuse that another is said to have it.
  const told = [...logged.values()].filter((event) => event.logYear === year || byId.has(event.eventId));
  const waited = [...waiting].filter((eventId) => logYear(eventId) === year || byId.has(eventId));
  return {
    leftOut: found
      .filter((event) => !isYounger(event))
      .map(({ eventId }) => eventId)
      .filter((eventId) => !logged.has(eventId) && !waiting.has(eventId)),
    invented: told.map(({ eventId }) => eventId).filter((eventId) => !byId.has(eventId)),
    altered: told
      .filter((event) => byId.has(event.eventId) && !isDeepStrictEqual(event, { ...byId.get(event.eventId) }))
      .map(({ eventId }) => eventId),
    younger: found.filter((event) => isYounger(event) && !logged.has(event.eventId)).length,
    unchecked: waited.filter((eventId) => !byId.has(eventId)).length,
    elsewhere: logged.size + waiting.size - told.length - waited.length,
  };
};
