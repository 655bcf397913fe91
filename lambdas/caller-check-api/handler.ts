import { httpHandler } from '@temkin/aws/lambda';
import { callProblems } from '@temkin/caller-id';
import { consoleFaultLog, publicApi } from '@temkin/composition';
import { cryptoReady } from '@temkin/crypto';
import { generalProblems } from '@temkin/http';
import { checks, environment, ground } from './dependencies.ts';

await cryptoReady;

/** HTTP API: what citizens ask about calls, who have no account. It opens no number, and changes nothing of a call. */
export const handler = httpHandler(
  publicApi(ground, {
    routes: checks.routes,
    problems: { ...generalProblems, ...callProblems },
    faultLog: consoleFaultLog,
  }),
  { originSecrets: environment.TEMKIN_ORIGIN_SECRETS },
);
