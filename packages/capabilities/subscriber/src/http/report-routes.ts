import { route, type Route } from '@temkin/http';
import type { recordFinding } from '../usecases/record-finding.ts';
import type { recordReuse } from '../usecases/record-reuse.ts';
import { reportNumberSpec } from './report-specs.ts';

export interface ReportUsecases {
  readonly recordFinding: ReturnType<typeof recordFinding>;
  readonly recordReuse: ReturnType<typeof recordReuse>;
}

/** The routes of networks. */
export const reportRoutes = (usecases: ReportUsecases): readonly Route[] => [
  route(reportNumberSpec, async ({ caller, params: { subscriptionId }, body, seed }) => {
    const at = Date.parse(body.at);
    const { receipt } =
      body.what === 'device-changed'
        ? await usecases.recordFinding(
            caller,
            { subscriptionId, timeline: 'device-change', grounds: 'network', foundAt: at },
            seed,
          )
        : await usecases.recordReuse(caller, {
            subscriptionId,
            dormantFrom: Date.parse(body.lastUsedAt),
            resumedAt: at,
          });
    return { body: { subscriptionId }, receipt };
  }),
];
