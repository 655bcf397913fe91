import { routeSpec } from '@temkin/http';
import * as z from 'zod';
import { CALL_STATES, LINE_STATES } from '../domain/index.ts';

export const reportCallSpec = routeSpec({
  method: 'POST',
  path: '/v1/call-reports',
  action: 'call.report',
  tag: 'Verified calls',
  summary: 'Report what becomes of a call',
  description:
    'By the operator’s network, or the gateway that speaks to it: the recipient’s telephone rings, is answered, the call is over, or ' +
    'it failed. Repeat a report until it is answered. One that comes late, twice or out of order changes nothing, and is answered ' +
    'by where the call stands.',
  access: { scope: 'calls:report', roles: ['operator'] },
  body: () =>
    z
      .strictObject({
        intentId: z
          .uuid({ version: 'v4' })
          .meta({ description: 'By which every wish of ours was named (`x-correlator`).' }),
        state: z.enum(LINE_STATES).meta({
          description:
            'Of CAMARA ClickToDial: `callingCallee` is `ringing`, `connected` is `answered`, `disconnected` is `ended`.',
        }),
        at: z.iso.datetime().meta({ description: 'When it was, by the network’s clock.' }),
      })
      .meta({ id: 'CallReport' }),
  success: {
    status: 200,
    description: 'Where the call stands now.',
    body: () => z.strictObject({ state: z.enum(CALL_STATES) }).meta({ id: 'ReportedCall' }),
  },
  problems: ['CALL.UNKNOWN', 'CALL.CHANGED'],
});

/** The specification of the route by which networks report. */
export const callReportSpecs = [reportCallSpec];
