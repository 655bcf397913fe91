import { messageRequest } from '../citizen-line.ts';
import { postPublicly } from '../parcel-history.ts';
import type { Crossing } from './crossing.ts';
import type { Ground } from './ground.ts';

const path = (route: string, ...rest: readonly string[]): string =>
  ['/v1/public/other', route, ...rest].join('/');

/** Routes by which citizens ask about calls: of a call of the first tenant's, they ask the second. */
export const callCheckCrossings = ({ system, ids }: Ground): readonly Crossing[] => [
  {
    ...ids.number,
    route: 'POST /v1/public/{company}/caller-checks',
    refusal: 'NO_MATCH',
    ask: (callingNumber) => postPublicly(system, path('caller-checks'), { callingNumber, ownLast4: '5678' }),
  },
  {
    ...ids.number,
    route: 'POST /v1/public/{company}/citizen-messages',
    refusal: 'no-match',
    ask: (callingNumber) =>
      system.fetch(
        messageRequest(
          system.phones.phone('+84966123709').pressed([`0${callingNumber.slice(3)}`, '']),
          'other',
        ),
      ),
  },
  {
    ...ids.calledPhone,
    route: 'POST /v1/public/{company}/caller-history',
    refusal: 'a challenge and no code',
    ask: (phone) => postPublicly(system, path('caller-history'), { phone }),
  },
  {
    ...ids.callChallenge,
    route: 'POST /v1/public/{company}/caller-history/{challengeId}',
    refusal: 'CALL.CODE_INVALID',
    ask: (id) => postPublicly(system, path('caller-history', id), { code: '00000000' }),
  },
  {
    ...ids.number,
    route: 'POST /v1/public/{company}/reports',
    refusal: 'a receipt',
    ask: (callingNumber) => postPublicly(system, path('reports'), { kind: 'call', callingNumber }),
  },
];
