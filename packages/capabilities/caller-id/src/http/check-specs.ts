import { routeSpec } from '@temkin/http';
import * as z from 'zod';
import { CHECK_RESULTS, OWN_NUMBER_CODE_DIGITS } from '../domain/index.ts';
import { fileReportSpec } from './report-spec.ts';
import { advice, challengeId, company, lastFour, phone, waybillNumber } from './public-words.ts';

export const checkCallSpec = routeSpec({
  method: 'POST',
  path: '/v1/public/{company}/caller-checks',
  action: 'call.check',
  tag: 'Public',
  summary: 'Check whether a call is the company’s',
  description:
    'By the number that rings and the last four digits of your own, or the waybill number with the code that the caller says. ' +
    'Type what the caller says; the code is told to you by nobody else. Whatever cannot be confirmed has one answer, after one ' +
    'time, which is no word against the caller.',
  access: 'public',
  params: () => z.strictObject({ company }),
  body: () =>
    z
      .strictObject({
        callingNumber: phone,
        ownLast4: lastFour.exactOptional(),
        waybillNumber: waybillNumber.exactOptional(),
        spokenCode: z
          .string()
          .regex(/^[0-9]{4}$/)
          .exactOptional()
          .meta({ description: 'What the caller says, typed by you.' }),
      })
      .refine(({ ownLast4, waybillNumber: number }) => (ownLast4 === undefined) !== (number === undefined), {
        error: 'Must have exactly one of ownLast4 and waybillNumber.',
      })
      .refine(({ waybillNumber: number, spokenCode }) => number === undefined || spokenCode !== undefined, {
        error: 'With a waybill number, which stands on the parcel, the spoken code is needed.',
      }),
  success: {
    status: 200,
    description: 'What the company has declared.',
    body: () =>
      z.strictObject({
        result: z.enum(CHECK_RESULTS),
        company: z.string().exactOptional().meta({ description: 'The name that the number goes by.' }),
        purpose: z.literal('delivery').exactOptional(),
        advice: advice(),
      }),
  },
  problems: [],
});

export const requestCallerHistorySpec = routeSpec({
  method: 'POST',
  path: '/v1/public/{company}/caller-history',
  action: 'call.history',
  tag: 'Public',
  summary: 'Ask which calls the company has made to you',
  description:
    'Sends a one-time code to the number where the company has called it in the last 90 days. The answer is the same, and comes ' +
    'after the same time, where it has not.',
  access: 'public',
  params: () => z.strictObject({ company }),
  body: () => z.strictObject({ phone }),
  success: {
    status: 202,
    description: 'Whatever was asked: enter the code, if one comes.',
    body: () => z.strictObject({ challengeId }),
  },
  problems: [],
});

export const openCallerHistorySpec = routeSpec({
  method: 'POST',
  path: '/v1/public/{company}/caller-history/{challengeId}',
  action: 'call.history',
  tag: 'Public',
  summary: 'See which calls the company has made to you',
  description: 'With the code that was sent. A code is good once, for ten minutes and five tries.',
  access: 'public',
  params: () => z.strictObject({ company, challengeId }),
  body: () => z.strictObject({ code: z.string().regex(new RegExp(`^[0-9]{${OWN_NUMBER_CODE_DIGITS}}$`)) }),
  success: {
    status: 200,
    description: 'Declared calls, the latest first, and never who made them.',
    body: () =>
      z.strictObject({
        calls: z
          .array(
            z.strictObject({
              time: z.iso.datetime(),
              callingNumber: z.string().exactOptional().meta({
                description: 'Absent where it was the telephone of the shipper, who declared it late.',
              }),
              result: z.literal('MATCH'),
              live: z.boolean().meta({ description: 'Whether it may be going on.' }),
            }),
          )
          .readonly(),
        advice: advice(),
      }),
  },
  problems: ['CALL.CODE_INVALID', 'CALL.CHANGED'],
});

/** The specifications of what citizens ask about calls. */
export const checkSpecs = [checkCallSpec, requestCallerHistorySpec, openCallerHistorySpec, fileReportSpec];
