import { publicRoute, sourceNetwork, type PublicRoute } from '@temkin/http';
import { rfc3339 } from '@temkin/kernel';
import type { fileSubjectRequest } from '../usecases/file-subject-request.ts';
import type { openHistory } from '../usecases/open-history.ts';
import type { HistoryQuestion, requestHistoryCode } from '../usecases/request-history-code.ts';
import { fileSubjectRequestSpec, openHistorySpec, requestHistoryCodeSpec } from './history-specs.ts';
import { subjectRequestView } from './subject-request-views.ts';

export interface HistoryUsecases {
  readonly requestHistoryCode: ReturnType<typeof requestHistoryCode>;
  readonly openHistory: ReturnType<typeof openHistory>;
  readonly fileSubjectRequest: ReturnType<typeof fileSubjectRequest>;
}

const parcelIn = ({
  waybillNumber,
  token,
}: {
  readonly waybillNumber?: string;
  readonly token?: string;
}): HistoryQuestion['parcel'] => {
  if (waybillNumber !== undefined) return { waybillNumber };
  if (token !== undefined) return { token };
  throw new Error('the schema lets no nameless parcel through');
};

/** The routes of the public page, for people without an account. */
export const historyRoutes = (usecases: HistoryUsecases): readonly PublicRoute[] => [
  publicRoute(requestHistoryCodeSpec, async ({ params, body, clientAddress }) => ({
    body: await usecases.requestHistoryCode(params.company, {
      parcel: parcelIn(body),
      phone: body.phone,
      network: sourceNetwork(clientAddress),
    }),
  })),

  publicRoute(openHistorySpec, async ({ params: { company, challengeId }, body }) => {
    const opened = await usecases.openHistory(company, challengeId, body.code);
    const { reads, complete, followUp, followUpExpiresAtSeconds, receipt } = opened;
    return {
      body: { reads, complete, followUp, followUpExpiresAt: rfc3339(followUpExpiresAtSeconds * 1_000) },
      receipt,
    };
  }),

  publicRoute(fileSubjectRequestSpec, async ({ params: { company, challengeId }, body }) => {
    const filed = await usecases.fileSubjectRequest(company, challengeId, body);
    return { body: subjectRequestView(filed), receipt: filed.fileReceipt };
  }),
];
