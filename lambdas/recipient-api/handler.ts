import { httpHandler } from '@temkin/aws/lambda';
import { consoleFaultLog, publicApi } from '@temkin/composition';
import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { parcelProblems } from '@temkin/parcel';
import { environment, ground, recipient } from './dependencies.ts';

await cryptoReady;

/** HTTP API: what the people of parcels see, who have no account. */
export const handler = httpHandler(
  publicApi(ground, {
    routes: recipient.routes,
    problems: { ...generalProblems, ...parcelProblems },
    faultLog: consoleFaultLog,
  }),
  { originSecrets: environment.TEMKIN_ORIGIN_SECRETS },
);
