import { route, type Route } from '@temkin/http';
import { rfc3339 } from '@temkin/kernel';
import type { sendNumberCode } from '../usecases/send-number-code.ts';
import type { verifyUponTransaction } from '../usecases/verify-upon-transaction.ts';
import { sendNumberCodeSpec, verifySubscriptionSpec } from './verification-specs.ts';

export interface VerificationUsecases {
  readonly sendNumberCode: ReturnType<typeof sendNumberCode>;
  readonly verifyUponTransaction: ReturnType<typeof verifyUponTransaction>;
}

/** The routes by which registrars have holders verified. */
export const verificationRoutes = (usecases: VerificationUsecases): readonly Route[] => [
  route(sendNumberCodeSpec, async ({ caller, params, body, seed }) => {
    const sent = await usecases.sendNumberCode(caller, { ...params, ...body }, seed);
    const { codeId, endsAtSeconds, receipt } = sent;
    return { body: { codeId, endsAt: rfc3339(endsAtSeconds * 1_000) }, receipt };
  }),

  route(verifySubscriptionSpec, async ({ caller, params, body, seed }) => {
    const { hasRecordedCall = false, ...wish } = body;
    const verified = await usecases.verifyUponTransaction(
      caller,
      { ...params, ...wish, measures: hasRecordedCall ? ['recorded-call'] : [] },
      seed,
    );
    const { verificationId, receipt } = verified;
    const names = { verificationId, subscriptionId: params.subscriptionId };
    return verified.is === 'verified'
      ? { body: { outcome: verified.is, ...names, ...verified.standing }, receipt }
      : { body: { outcome: verified.is, ...names, askAgainAt: rfc3339(verified.askAgainAt) }, receipt };
  }),
];
