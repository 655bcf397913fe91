import type { ListedEvent } from '@temkin/audit/domain';
import { logYear } from '@temkin/audit-event';
import { EVENT_ID, fromBase64 } from '@temkin/kernel';
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';

const listed = z.looseObject({ eventId: z.string().regex(EVENT_ID), logYear: z.string().optional() });

type Told = z.infer<typeof listed>;

/** A page of the API's answer, or a line of its export. */
const page = z.union([
  z.object({
    events: z.array(listed),
    asOf: z
      .array(z.object({ year: z.string(), size: z.int().min(0), root: z.string().optional() }))
      .optional(),
  }),
  listed.transform((event) => ({ events: [event], asOf: undefined })),
]);

/** What the API has answered to a question, to be held against the log. */
export interface GivenAnswer {
  /** What it says of events, all of it in its order: an event may be told twice. One without `logYear` waits, as it says. */
  readonly told: readonly Told[];
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
  const asOf = pages.find((one) => one.asOf !== undefined)?.asOf;
  const logs = new Map(
    asOf?.map(({ year, size, root }) => [
      year,
      // What is no root is none that a log ever had.
      { size, ...(root !== undefined && { root: fromBase64(root) ?? new Uint8Array() }) },
    ]),
  );
  return {
    told: pages.flatMap(({ events }) => events),
    asOf: (year) => (asOf === undefined ? undefined : (logs.get(year) ?? { size: 0 })),
  };
};

/** What an answer has too little, too much and otherwise, by ids of events. */
export interface Comparison {
  readonly leftOut: readonly string[];
  readonly invented: readonly string[];
  /** Events of which the answer says something else than the log, be it once of several times. */
  readonly altered: readonly string[];
  /** Events that the answer tells more often than the log has them. */
  readonly repeated: readonly string[];
  /** Found events that the log did not have yet when the question was asked, if the answer is believed on that. */
  readonly younger: number;
  /** Events that the answer says wait for the log and that do not stand there: nothing can be said of them. */
  readonly unchecked: number;
  /** Events of the answer that are of other years: the logs of those have them. */
  readonly elsewhere: number;
}

type Found = ListedEvent & { readonly index: number };

/** What a log has of what was asked. */
export interface FoundInLog {
  readonly year: string;
  readonly found: readonly Found[];
  /** Ids of events that the log has and that were not asked for. */
  readonly unasked: ReadonlySet<string>;
}

const idsOf = (events: readonly { readonly eventId: string }[]): readonly string[] => [
  ...new Set(events.map(({ eventId }) => eventId)),
];

const waits = ({ logYear: said }: Told): boolean => said === undefined;

/** An event as it was while it waited for the log. */
const asWaiting = ({ logYear: _year, index: _index, leafHash: _hash, ...event }: Found): object => event;

/**
 * Holds an answer against what the log of a year has of what was asked: all that the log had when the question was asked
 * must be in the answer, once; all that the answer says stands in the log must be there; and everything must be as the
 * answer says each time, also what waited then. When the question was asked, the answer itself says: how much that leaves
 * out is counted.
 */
export const compareAnswer = (
  { told, asOf }: GivenAnswer,
  { year, found, unasked }: FoundInLog,
): Comparison => {
  const byId = new Map<string, Found[]>();
  for (const event of found) {
    const same = byId.get(event.eventId);
    if (same === undefined) byId.set(event.eventId, [event]);
    else same.push(event);
  }
  const isInLog = ({ eventId }: Told): boolean => byId.has(eventId) || unasked.has(eventId);
  // Of an event that this log has it is no excuse that another is said to have it.
  const isHere = (event: Told): boolean =>
    isInLog(event) || (event.logYear ?? logYear(event.eventId)) === year;
  const isTrue = (event: Told): boolean =>
    (byId.get(event.eventId) ?? []).some((one) =>
      isDeepStrictEqual(event, waits(event) ? asWaiting(one) : { ...one }),
    );
  const here = told.filter(isHere);

  const times = new Map<string, number>();
  for (const { eventId } of told) times.set(eventId, (times.get(eventId) ?? 0) + 1);
  const sizeThen = asOf(year)?.size ?? Number.POSITIVE_INFINITY;
  const isYounger = ({ index }: Found): boolean => index >= sizeThen;
  return {
    leftOut: idsOf(found.filter((event) => !isYounger(event) && !times.has(event.eventId))),
    invented: idsOf(here.filter((event) => !byId.has(event.eventId) && (!waits(event) || isInLog(event)))),
    altered: idsOf(here.filter((event) => byId.has(event.eventId) && !isTrue(event))),
    repeated: [...times]
      .filter(([eventId, count]) => count > (byId.get(eventId)?.length ?? 1))
      .map(([eventId]) => eventId),
    younger: found.filter((event) => isYounger(event) && !times.has(event.eventId)).length,
    unchecked: idsOf(here.filter((event) => waits(event) && !isInLog(event))).length,
    elsewhere: idsOf(told.filter((event) => !isHere(event))).length,
  };
};
