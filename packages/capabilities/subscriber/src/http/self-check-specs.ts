import { routeSpec } from '@temkin/http';
import { once } from '@temkin/kernel';
import * as z from 'zod';
import {
  CLAIM_DECISIONS,
  DATA_REQUESTS,
  HOLDER_KINDS,
  SELF_CHECK_CODE_DIGITS,
  SUBSCRIPTION_STATES,
} from '../domain/index.ts';
import {
  claim,
  company,
  dataRequest,
  hexId,
  identityNumber,
  msisdn,
  registryId,
  session,
} from './rights-words.ts';

const TAG = 'Public';

const shownText = z.string().exactOptional();

const ownNumber = once(() =>
  z
    .strictObject({
      subscriptionId: registryId.meta({ description: 'Names the number in a claim.' }),
      msisdn: shownText,
      state: z.enum(SUBSCRIPTION_STATES).exactOptional(),
      registeredAt: z.iso.datetime().exactOptional(),
      serviceStart: z.iso.datetime().exactOptional(),
      isProven: z.boolean().meta({ description: 'Whether the code was sent to it.' }),
      claim: z
        .strictObject({ state: z.enum(['open', ...CLAIM_DECISIONS]), filedAt: z.iso.datetime() })
        .exactOptional()
        .meta({ description: 'The latest claim that it is not yours, and what became of it.' }),
    })
    .meta({ id: 'OwnNumber' }),
);

export const requestOwnCodeSpec = routeSpec({
  method: 'POST',
  path: '/v1/public/{company}/self-check',
  action: 'subscriber.self-check',
  tag: TAG,
  summary: 'Ask which numbers are registered on your document',
  description:
    'Sends a one-time code to the number where it is registered on that document. The answer is the same, and comes after the same ' +
    'time, where it is not.',
  access: 'public',
  params: () => z.strictObject({ company }),
  body: () => z.strictObject({ msisdn, identity: identityNumber() }),
  success: {
    status: 202,
    description: 'Whatever was asked: enter the code, if one comes.',
    body: () => z.strictObject({ challengeId: hexId }),
  },
  problems: [],
});

export const openSelfCheckSpec = routeSpec({
  method: 'POST',
  path: '/v1/public/{company}/self-check/{challengeId}',
  action: 'subscriber.self-check',
  tag: TAG,
  summary: 'See which numbers are registered on your document',
  description: 'With the code that was sent. A code is good once, for ten minutes and five tries.',
  access: 'public',
  params: () => z.strictObject({ company, challengeId: hexId }),
  body: () => z.strictObject({ code: z.string().regex(new RegExp(`^[0-9]{${SELF_CHECK_CODE_DIGITS}}$`)) }),
  success: {
    status: 200,
    description: 'Name, birth date and all live numbers, and since when.',
    body: () =>
      z.strictObject({
        kind: z.enum(HOLDER_KINDS),
        name: shownText,
        birthDate: shownText,
        identity: shownText.meta({ description: 'Masked.' }),
        numbers: z.array(ownNumber()).readonly(),
        complete: z.boolean().meta({ description: 'False where there are more than an answer tells.' }),
        session: z.string().meta({ description: 'Lets you claim a number and make requests.' }),
        sessionExpiresAt: z.iso.datetime(),
      }),
  },
  problems: ['SELF_CHECK.CODE_INVALID', 'SUBSCRIBER.CHANGED', 'AUDIT.UNAVAILABLE'],
});

export const fileClaimSpec = routeSpec({
  method: 'POST',
  path: '/v1/public/{company}/self-check/{challengeId}/claims',
  action: 'subscription.claim',
  tag: TAG,
  summary: 'Say that a number on your document is not yours',
  description:
    'The claim goes on file with its dates, and to somebody who decides. Of a number that has an open claim, that one is answered. A ' +
    'message to the number in your hand has its receipt, and another what became of it; your next self-check shows it too.',
  access: 'public',
  params: () => z.strictObject({ company, challengeId: hexId }),
  body: () => z.strictObject({ session, subscriptionId: registryId }),
  success: { status: 201, description: 'The claim on file.', body: claim },
  problems: [
    'SELF_CHECK.SESSION_OVER',
    'CLAIM.NUMBER_UNKNOWN',
    'CLAIM.OWN_NUMBER',
    'SUBSCRIBER.CHANGED',
    'AUDIT.UNAVAILABLE',
  ],
});

export const fileOwnDataRequestSpec = routeSpec({
  method: 'POST',
  path: '/v1/public/{company}/self-check/{challengeId}/requests',
  action: 'subscriber.request',
  tag: TAG,
  summary: 'Ask the company something about your data in the registry',
  description:
    'The request goes on file with its legal dates, and to somebody who decides: nothing changes by itself. Filing a kind again answers ' +
    'the request that is on file.',
  access: 'public',
  params: () => z.strictObject({ company, challengeId: hexId }),
  body: () => z.strictObject({ session, kind: z.enum(DATA_REQUESTS) }),
  success: { status: 201, description: 'The request on file.', body: dataRequest },
  problems: ['SELF_CHECK.SESSION_OVER', 'SUBSCRIBER.UNKNOWN', 'SUBSCRIBER.CHANGED', 'AUDIT.UNAVAILABLE'],
});

export const checkClaimSpec = routeSpec({
  method: 'POST',
  path: '/v1/public/{company}/claim-checks',
  action: 'subscription.claim',
  tag: TAG,
  summary: 'Ask where your claim stands',
  description: 'By the receipt that was sent to you for it. The answer names nobody and no number.',
  access: 'public',
  params: () => z.strictObject({ company }),
  body: () => z.strictObject({ receipt: z.string().min(16).max(40) }),
  success: {
    status: 200,
    description: 'Its state and dates.',
    body: () =>
      z.strictObject({
        state: z.enum(['open', ...CLAIM_DECISIONS]),
        filedAt: z.iso.datetime(),
        replyBy: z.iso.datetime(),
        doneBy: z.iso.datetime(),
        decidedAt: z.iso.datetime().exactOptional(),
      }),
  },
  problems: ['CLAIM.UNKNOWN'],
});

/** The specifications of what people ask of the registry who have no account. */
export const selfCheckSpecs = [
  requestOwnCodeSpec,
  openSelfCheckSpec,
  fileClaimSpec,
  fileOwnDataRequestSpec,
  checkClaimSpec,
];
