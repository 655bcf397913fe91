import { historyPath, postPublicly } from '../parcel-history.ts';
import type { Crossing } from './crossing.ts';
import type { Ground } from './ground.ts';

/** Routes that recipients ask at without an account, and what becomes of their requests. */
export const recipientCrossings = ({ system, first, ids }: Ground): readonly Crossing[] => [
  ...[{ ...ids.waybill, by: 'waybillNumber' }, ids.token].map((named) => ({
    ...named,
    route: 'POST /v1/public/{company}/parcel-history',
    refusal: 'a challenge and no code',
    ask: (id: string) => postPublicly(system, historyPath('other'), { [named.by]: id, phone: '0912345678' }),
  })),
  {
    ...ids.askedChallenge,
    route: 'POST /v1/public/{company}/parcel-history/{challengeId}',
    refusal: 'PARCEL.CODE_INVALID',
    ask: (id) => postPublicly(system, historyPath('other', id), { code: first.asked.code }),
  },
  {
    ...ids.openedChallenge,
    route: 'POST /v1/public/{company}/parcel-history/{challengeId}/requests',
    refusal: 'PARCEL.CODE_INVALID',
    ask: (id) =>
      postPublicly(system, historyPath('other', id, 'requests'), {
        followUp: first.opened.followUp,
        kind: 'erasure',
      }),
  },
  {
    ...ids.request,
    route: 'POST /v1/subject-requests/{requestId}/close',
    refusal: 'PARCEL.REQUEST_UNKNOWN',
    ask: (id) => system.as('other-lead').post(`/v1/subject-requests/${id}/close`, { outcome: 'fulfilled' }),
  },
];
