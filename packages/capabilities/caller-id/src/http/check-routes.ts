import { publicRoute, sourceNetwork, type PublicRoute } from '@temkin/http';
import { rfc3339 } from '@temkin/kernel';
import { callAdvice, historyAdvice } from '../domain/index.ts';
import type { fileReport } from '../usecases/file-report.ts';
import type { checkCall, ShownProof } from '../usecases/check-call.ts';
import type { openCallerHistory } from '../usecases/open-caller-history.ts';
import type { requestCallerHistory } from '../usecases/request-caller-history.ts';
import { checkCallSpec, openCallerHistorySpec, requestCallerHistorySpec } from './check-specs.ts';
import { fileReportSpec } from './report-spec.ts';

export interface CheckUsecases {
  readonly checkCall: ReturnType<typeof checkCall>;
  readonly requestCallerHistory: ReturnType<typeof requestCallerHistory>;
  readonly openCallerHistory: ReturnType<typeof openCallerHistory>;
  readonly fileReport: ReturnType<typeof fileReport>;
}

const proofIn = ({
  ownLast4,
  waybillNumber,
}: {
  readonly ownLast4?: string;
  readonly waybillNumber?: string;
}): ShownProof => {
  if (ownLast4 !== undefined) return { ownLast4 };
  if (waybillNumber !== undefined) return { waybillNumber };
  throw new Error('the schema lets no question without a proof through');
};

/** The routes by which people without an account ask about calls. */
export const checkRoutes = (usecases: CheckUsecases): readonly PublicRoute[] => [
  publicRoute(checkCallSpec, async ({ params, body, clientAddress }) => {
    const { callingNumber, spokenCode } = body;
    const { result, company } = await usecases.checkCall(params.company, {
      callingNumber,
      proof: proofIn(body),
      network: sourceNetwork(clientAddress),
      ...(spokenCode !== undefined && { spokenCode }),
    });
    const isPositive = result === 'MATCH' || result === 'CONFIRMED';
    return {
      body: {
        result,
        ...(company !== undefined && { company }),
        ...(isPositive && { purpose: 'delivery' as const }),
        advice: callAdvice[result],
      },
    };
  }),

  publicRoute(requestCallerHistorySpec, async ({ params, body, clientAddress }) => ({
    body: await usecases.requestCallerHistory(params.company, {
      phone: body.phone,
      network: sourceNetwork(clientAddress),
    }),
  })),

  publicRoute(openCallerHistorySpec, async ({ params, body }) => {
    const past = await usecases.openCallerHistory(params.company, params.challengeId, body.code);
    const calls = past.map(({ at, number, live }) => ({
      time: rfc3339(at),
      ...(number !== undefined && { callingNumber: number }),
      result: 'MATCH' as const,
      live,
    }));
    return { body: { calls, advice: historyAdvice } };
  }),

  publicRoute(fileReportSpec, async ({ params, body, clientAddress }) => {
    const { calledAt, ...said } = body;
    const report = { ...said, ...(calledAt !== undefined && { calledAt: Date.parse(calledAt) }) };
    const { receipt } = await usecases.fileReport(params.company, report, sourceNetwork(clientAddress));
    // The event's receipt is not answered: where there is no such company there is none.
    return { body: { receipt } };
  }),
];
