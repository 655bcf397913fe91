import { routeSpec } from '@temkin/http';
import * as z from 'zod';
import { MAX_REPORT_TEXT, REPORT_KINDS } from '../domain/index.ts';
import { company, lastFour, phone, waybillNumber } from './public-words.ts';

export const fileReportSpec = routeSpec({
  method: 'POST',
  path: '/v1/public/{company}/reports',
  action: 'call-report.file',
  tag: 'Public',
  summary: 'Report a call, an account or a person at the door',
  description:
    'The report is sealed and looked into; keep the receipt. The same report again, on the same day, has the same receipt.',
  access: 'public',
  params: () => z.strictObject({ company }),
  body: () =>
    z
      .strictObject({
        kind: z.enum(REPORT_KINDS),
        callingNumber: phone.exactOptional(),
        calledAt: z.iso
          .datetime()
          .exactOptional()
          .meta({ description: 'When it rang; now, where nothing is said.' }),
        ownLast4: lastFour.exactOptional(),
        waybillNumber: waybillNumber.exactOptional(),
        bank: z.string().max(64).exactOptional(),
        account: z.string().max(64).exactOptional(),
        text: z.string().max(MAX_REPORT_TEXT).exactOptional(),
      })
      .refine(({ kind, callingNumber }) => kind !== 'call' || callingNumber !== undefined, {
        error: 'A report of a call names the number that rang.',
      }),
  success: {
    status: 202,
    description: 'The report is on file.',
    body: () => z.strictObject({ receipt: z.string() }),
  },
  problems: ['AUDIT.UNAVAILABLE'],
});
