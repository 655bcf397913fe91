import { utf8, type Caller } from '@temkin/kernel';
import type { Sha256 } from '@temkin/tlog';
import { EVENT_FORMATS, listedEvent, type FormatName } from '../domain/index.ts';
import { askEvents, type AskedEvents, type AskedPage, type AskingDependencies } from './ask-events.ts';

export interface EventExport extends Pick<AskedPage, 'cursor' | 'receipt'> {
  readonly text: string;
}

/**
 * A part of an export is full at this size, and larger by one event at most, which has some 65 kB. A function of AWS Lambda
 * answers 6 MB, in which a character of the text may take six (JSON, RFC 8259 §7).
 */
const FULL_BYTES = 900_000;

/**
 * A tenant's events as text to keep, a part at a time, by the rules of `askEvents`: the parts one after the other are the
 * file. One in `jsonl` ends with a page of no events that says how the logs were when the question was first asked, as
 * `temkin audit query --compare` reads it.
 */
export const exportEvents = (dependencies: AskingDependencies & { readonly sha256: Sha256 }) => {
  const { sha256 } = dependencies;
  const ask = askEvents(dependencies);
  return async (
    caller: Caller,
    { limit, format, ...asked }: AskedEvents & { readonly limit: number; readonly format: FormatName },
  ): Promise<EventExport> => {
    const { header, write } = EVENT_FORMATS[format];
    const lines: string[] = [];
    let bytes = 0;
    const { asOf, ...ended } = await ask(caller, 'audit.export', asked, {
      isFull: () => lines.length === limit || bytes >= FULL_BYTES,
      take: async (found) => {
        const line = write(await listedEvent(sha256, found), found.entry);
        lines.push(line);
        bytes += utf8(line).length;
      },
    });
    const begins = asked.cursor === undefined ? header : '';
    const ends =
      format === 'jsonl' && ended.cursor === undefined ? `${JSON.stringify({ events: [], asOf })}\n` : '';
    return { text: [begins, ...lines, ends].join(''), ...ended };
  };
};
