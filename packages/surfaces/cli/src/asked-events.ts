import { loggedEvent } from '@temkin/audit';
import {
  counter,
  csvLine,
  EVENT_FORMATS,
  isFormat,
  isQuestion,
  matches,
  SAVED_QUESTIONS,
  type EventFilter,
  type FormatName,
  type ListedEvent,
  type ReplayedEntries,
  type SavedQuestion,
} from '@temkin/audit/domain';
import { isAction, logYear } from '@temkin/audit-event';
import { toBase64 } from '@temkin/kernel';
import { textOption, UsageError, type Command, type Values } from './command.ts';
import type { EventSink } from './event-sink.ts';

/** Options by which an auditor says what is asked. */
export const QUESTION_OPTIONS = {
  subject: { type: 'string' },
  actor: { type: 'string' },
  action: { type: 'string' },
  outcome: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  question: { type: 'string' },
  format: { type: 'string' },
} as const satisfies Command['options'];

/** What is asked, and how the answer is to be written. */
export interface Asked {
  readonly filter: EventFilter;
  readonly question?: SavedQuestion;
  readonly format: FormatName;
}

const timeOption = (values: Values, name: string): string | undefined => {
  const text = textOption(values, name);
  if (text !== undefined && (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(Date.parse(text))))
    throw new UsageError(
      `--${name} is no time: 2026-11-20T08:00:00+07:00, or 2026-11-20 for its first moment (UTC)`,
    );
  return text;
};

/** Reads what the options ask for. Throws `UsageError`. */
export const readAsked = (values: Values): Asked => {
  const filter = Object.fromEntries(
    [
      ...['subject', 'actor', 'action', 'outcome'].map((name) => [name, textOption(values, name)]),
      ...['from', 'to'].map((name) => [name, timeOption(values, name)]),
    ].filter(([, value]) => value !== undefined),
  ) as EventFilter;
  if (filter.action !== undefined && !isAction(filter.action))
    throw new UsageError('--action is no action that there is; docs/audit.md has the list');
  if (filter.outcome !== undefined && !['allowed', 'refused', 'failed'].includes(filter.outcome))
    throw new UsageError('--outcome is allowed, refused or failed');
  const name = textOption(values, 'question');
  if (name !== undefined && !isQuestion(name))
    throw new UsageError(`--question is one of ${Object.keys(SAVED_QUESTIONS).join(', ')}`);
  const question = name === undefined ? undefined : SAVED_QUESTIONS[name];
  if (question?.aboutSubject === true && filter.subject === undefined)
    throw new UsageError(`--question ${name} is about one parcel or person: name it with --subject`);
  const format = textOption(values, 'format') ?? 'jsonl';
  if (!isFormat(format)) throw new UsageError(`--format is one of ${Object.keys(EVENT_FORMATS).join(', ')}`);
  return { filter, format, ...(question !== undefined && { question }) };
};

/** An event that stands in a log. */
export type PlacedEvent = Required<Pick<ListedEvent, 'eventId' | 'index' | 'leafHash'>> & ListedEvent;

/**
 * Answers a question from entries that are read one after the other, into a sink, and tells of every event whether it was
 * asked for.
 */
export const answering = (
  { filter, question, format }: Asked,
  sink: EventSink,
  onEvent: (event: PlacedEvent, isAsked: boolean) => void,
) => {
  const counts = counter();
  const fits = (event: ListedEvent): boolean =>
    matches(filter, event) && (question === undefined || question.isAnswer(event));

  const write = (event: ListedEvent, entry: Uint8Array): void => {
    if (question?.countedBy !== undefined) counts.add(question.countedBy(event));
    else sink.write(EVENT_FORMATS[format].write(event, entry));
  };

  if (question?.countedBy === undefined) sink.write(EVENT_FORMATS[format].header);
  return {
    look: ({ first, entries, leaves }: ReplayedEntries): void => {
      for (const [at, entry] of entries.entries()) {
        const view = loggedEvent(entry);
        if (view === undefined) continue;
        const leafHash = toBase64(leaves[at] ?? new Uint8Array());
        const event: PlacedEvent = { ...view, logYear: logYear(view.eventId), index: first + at, leafHash };
        const isAsked = fits(event);
        onEvent(event, isAsked);
        if (isAsked) write(event, entry);
      }
    },
    /** Writes what was counted, where something was. */
    end: (): void => {
      const lines = counts.counts();
      if (format === 'csv' && lines.length > 0) sink.write(csvLine(['count', 'of']));
      for (const { of, count } of lines)
        sink.write(format === 'csv' ? csvLine([count, of]) : `${JSON.stringify({ count, of })}\n`);
    },
  };
};
