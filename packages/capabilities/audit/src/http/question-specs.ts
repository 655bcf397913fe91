import { routeSpec } from '@temkin/http';
import * as z from 'zod';
import { COUNTED_QUESTIONS, EVENT_FORMATS, SAVED_QUESTIONS, type FormatName } from '../domain/index.ts';
import {
  auditor,
  criteria,
  cursor,
  logsAsOf,
  namesSubject,
  questionName,
  SUBJECT_MISSING,
} from './asking.ts';

const JSON_LINES = 'application/x-ndjson';
const CSV = 'text/csv; charset=utf-8';

/** What an export is sent as. */
export const MEDIA_TYPES: Readonly<Record<FormatName, string>> = {
  jsonl: JSON_LINES,
  csv: CSV,
  ocsf: JSON_LINES,
};

/** The header in which an export says where to go on: its body is the file. */
export const CURSOR_HEADER = 'Temkin-Cursor';

export const exportEventsSpec = routeSpec({
  method: 'POST',
  path: '/v1/audit/exports',
  action: 'audit.export',
  tag: 'Audit',
  summary: 'Take events away as a file',
  description:
    'The events of `POST /v1/audit/queries` by the same criteria, as text. Where more may follow, the header ' +
    '`Temkin-Cursor` says where to go on, and the parts one after the other are the file. `jsonl` has an event a line, as ' +
    'queries answer it, and ends with the line `{"events":[],"asOf":[…]}`, without which it is not whole; `csv` has names of ' +
    'columns in its first line, and no cell that is a formula; `ocsf` has entries as the log has them, or is going to have ' +
    'them, byte for byte. A part may hold fewer events than `limit`, or none.',
  access: auditor,
  body: () =>
    z
      .strictObject({
        ...criteria(),
        question: questionName(SAVED_QUESTIONS).exactOptional(),
        format: z.enum(Object.keys(EVENT_FORMATS) as FormatName[]),
        limit: z.int().min(1).max(1_000).default(1_000),
      })
      .refine(namesSubject, SUBJECT_MISSING),
  success: {
    status: 200,
    description: 'A part of the file.',
    mediaType: [JSON_LINES, CSV],
    headers: { [CURSOR_HEADER]: { description: 'Where to go on; absent from the last part.' } },
    body: () => z.string(),
  },
  problems: ['AUDIT.CURSOR_INVALID', 'ACCESS.CHANGED', 'AUDIT.UNAVAILABLE'],
});

export const listQuestionsSpec = routeSpec({
  method: 'GET',
  path: '/v1/audit/questions',
  action: 'audit.query',
  tag: 'Audit',
  summary: 'List the saved questions',
  description: 'The same for everybody. It discloses nothing, so the reading leaves no event.',
  access: auditor,
  success: {
    status: 200,
    description: 'All of them.',
    body: () =>
      z.strictObject({
        questions: z.array(
          z.strictObject({
            name: z.string(),
            asks: z.strictObject({ en: z.string(), vi: z.string() }),
            aboutSubject: z.boolean().meta({
              description: 'Whether it is about one parcel or person, whom the criteria must name.',
            }),
            counted: z.boolean().meta({ description: 'Whether `POST /v1/audit/counts` takes it.' }),
          }),
        ),
      }),
  },
  problems: [],
});

export const countEventsSpec = routeSpec({
  method: 'POST',
  path: '/v1/audit/counts',
  action: 'audit.query',
  tag: 'Audit',
  summary: 'Count who or what answers a question',
  description:
    'Counts of the events that were looked at for this page alone, some thousands at a time: add up those of all pages, ' +
    'for as long as there is a `cursor`. Every event is counted once, however the log grows meanwhile.',
  access: auditor,
  body: () => z.strictObject({ ...criteria(), question: questionName(COUNTED_QUESTIONS) }),
  success: {
    status: 200,
    description: 'The counts of a page.',
    body: () =>
      z.strictObject({
        counts: z.array(
          z.strictObject({
            of: z.string().meta({ description: 'The code of a refusal, or the pseudonym of an actor.' }),
            count: z.int(),
          }),
        ),
        cursor: cursor.exactOptional(),
        asOf: logsAsOf(),
      }),
  },
  problems: ['AUDIT.CURSOR_INVALID', 'ACCESS.CHANGED', 'AUDIT.UNAVAILABLE'],
});
