import { route, type Route } from '@temkin/http';
import type { reportCall } from '../usecases/report-call.ts';
import { reportCallSpec } from './report-specs.ts';

/** The route by which networks report what becomes of calls. */
export const reportRoutes = ({
  report,
}: {
  readonly report: ReturnType<typeof reportCall>;
}): readonly Route[] => [
  route(reportCallSpec, async ({ caller, body: { intentId, state, at } }) => {
    const { receipt, ...reported } = await report(caller, { intentId, state, at: Date.parse(at) });
    return { body: reported, ...(receipt !== undefined && { receipt }) };
  }),
];
