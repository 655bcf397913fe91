import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import { HISTORY_ACTS, HISTORY_CODE_DIGITS, SUBJECT_REQUEST_KINDS } from '../domain/index.ts';
import { token, waybillNumber } from './parcel-words.ts';
import { phone } from './phone-schema.ts';
import { subjectRequest } from './subject-request-specs.ts';

const company = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/)
  .meta({ description: 'The short name of the company, as on its label.' });

const challengeId = z.string().regex(/^[0-9a-f]{32}$/);

const read = once(() =>
  z.strictObject({
    time: z.iso.datetime(),
    act: z.enum(HISTORY_ACTS),
    role: z.string(),
    purpose: z.string(),
    province: z.string().exactOptional().meta({ description: 'Of the facility where somebody read.' }),
  }),
);

export const requestHistoryCodeSpec = routeSpec({
  method: 'POST',
  path: '/v1/public/{company}/parcel-history',
  action: 'parcel.history',
  tag: 'Public',
  summary: 'Ask who has read your parcel’s data',
  description:
    'Sends a one-time code to the number where it is the recipient’s or the sender’s of the parcel. The answer is the same, ' +
    'and comes after the same time, where it is not.',
  access: 'public',
  params: () => z.strictObject({ company }),
  body: () =>
    z
      .strictObject({ waybillNumber: waybillNumber.exactOptional(), token: token.exactOptional(), phone })
      .refine(
        ({ waybillNumber: number, token: scanned }) => (number === undefined) !== (scanned === undefined),
        {
          error: 'Must name the parcel by exactly one of waybillNumber and token.',
        },
      ),
  success: {
    status: 202,
    description: 'Whatever was asked: enter the code, if one comes.',
    body: () => z.strictObject({ challengeId }),
  },
  problems: [],
});

export const openHistorySpec = routeSpec({
  method: 'POST',
  path: '/v1/public/{company}/parcel-history/{challengeId}',
  action: 'parcel.history',
  tag: 'Public',
  summary: 'See who has read your parcel’s data',
  description: 'With the code that was sent. A code is good once, for ten minutes and five tries.',
  access: 'public',
  params: () => z.strictObject({ company, challengeId }),
  body: () => z.strictObject({ code: z.string().regex(new RegExp(`^[0-9]{${HISTORY_CODE_DIGITS}}$`)) }),
  success: {
    status: 200,
    description: 'Every disclosure in order of time, and never whose it was.',
    body: () =>
      z.strictObject({
        reads: z.array(read()).readonly(),
        complete: z
          .boolean()
          .meta({ description: 'False where the log could not be looked through to its end.' }),
        followUp: z.string().meta({ description: 'Lets you make requests about this parcel.' }),
        followUpExpiresAt: z.iso.datetime(),
      }),
  },
  problems: ['PARCEL.CODE_INVALID', 'PARCEL.CHANGED', 'AUDIT.UNAVAILABLE'],
});

export const fileSubjectRequestSpec = routeSpec({
  method: 'POST',
  path: '/v1/public/{company}/parcel-history/{challengeId}/requests',
  action: 'subject-request.file',
  tag: 'Public',
  summary: 'Ask the company to mask or erase your data, or complain',
  description:
    'The request goes on file with its legal dates, and to somebody who decides: nothing changes by itself. Filing a kind ' +
    'again answers the request that is on file.',
  access: 'public',
  params: () => z.strictObject({ company, challengeId }),
  body: () =>
    z.strictObject({
      followUp: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
      kind: z.enum(SUBJECT_REQUEST_KINDS),
    }),
  success: { status: 201, description: 'The request on file.', body: subjectRequest },
  problems: ['PARCEL.CODE_INVALID', 'PARCEL.CHANGED', 'AUDIT.UNAVAILABLE'],
});

/** The specifications of the public page. */
export const historySpecs = [requestHistoryCodeSpec, openHistorySpec, fileSubjectRequestSpec];
