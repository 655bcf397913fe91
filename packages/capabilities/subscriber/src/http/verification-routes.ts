import { route, type Route } from '@temkin/http';
import { rfc3339 } from '@temkin/kernel';
import type { verifyUponTransaction } from '../usecases/verify-upon-transaction.ts';
import { verifySubscriptionSpec } from './verification-specs.ts';

export interface VerificationUsecases {
  readonly verifyUponTransaction: ReturnType<typeof verifyUponTransaction>;
}

/** The route by which registrars have holders verified. */
export const verificationRoutes = (usecases: VerificationUsecases): readonly Route[] => [
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
