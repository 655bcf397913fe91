import { once } from '@temkin/kernel';
import * as z from 'zod';
import { PSEUDONYM, SAVED_QUESTIONS, type QuestionName } from '../domain/index.ts';
import { CURSOR_LENGTH } from '../usecases/query-cursor.ts';

/** Who asks the record. */
export const auditor = { scope: 'audit:read', roles: ['auditor'] } as const;

const pseudonym = z.string().regex(PSEUDONYM);

export const cursor = z.string().min(1).max(CURSOR_LENGTH).meta({
  description: 'From the page before. It holds for the same criteria alone; `limit` may be another.',
});

/** Names of saved questions, as a client sends them. */
export const questionName = <Name extends QuestionName>(questions: Readonly<Record<Name, unknown>>) =>
  z.enum(Object.keys(questions) as Name[]).meta({
    description: 'A saved question: only events that answer it. `GET /v1/audit/questions` lists them.',
  });

/** What events are asked for by, and where to go on; all of it must fit. */
export const criteria = once(() => ({
  parcelId: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .exactOptional(),
  waybillNumber: z
    .string()
    .regex(/^[A-Z0-9-]{1,35}$/)
    .exactOptional(),
  subject: pseudonym.exactOptional(),
  actor: pseudonym.exactOptional(),
  action: z.string().max(40).exactOptional(),
  outcome: z.enum(['allowed', 'refused', 'failed']).exactOptional(),
  from: z.iso.datetime().exactOptional(),
  to: z.iso.datetime().exactOptional(),
  cursor: cursor.exactOptional(),
}));

interface Asked {
  readonly question?: QuestionName;
  readonly parcelId?: string;
  readonly waybillNumber?: string;
  readonly subject?: string;
}

/** Whether a question that is about one parcel or person comes with whom it is about. */
export const namesSubject = ({ question, parcelId, waybillNumber, subject }: Asked): boolean =>
  question === undefined ||
  SAVED_QUESTIONS[question].aboutSubject !== true ||
  [parcelId, waybillNumber, subject].some((named) => named !== undefined);

/** The fault of a question that lacks its subject. */
export const SUBJECT_MISSING = {
  path: ['question'],
  error: 'Is about one parcel or person: name it by parcelId, waybillNumber or subject.',
};

/** How logs were, by year. */
export const logsAsOf = once(() =>
  z
    .array(
      z.strictObject({
        year: z.string(),
        size: z.int().meta({ description: 'Of its newest checkpoint.' }),
        root: z.string().exactOptional().meta({ description: 'Base64, of that checkpoint.' }),
        indexedThrough: z.int().meta({ description: 'Entries from the beginning on that the index had.' }),
      }),
    )
    .readonly()
    .meta({
      description:
        'The logs, by year, as they were when the question was first asked: those with a checkpoint.',
    }),
);
