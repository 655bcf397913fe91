import { route, type PendingAnswer, type Route } from '@temkin/http';
import { rfc3339, type Receipt } from '@temkin/kernel';
import type { shredParcel } from '../usecases/shred-parcel.ts';
import { shredParcelSpec } from './privacy-specs.ts';

export interface PrivacyUsecases {
  readonly shredParcel: ReturnType<typeof shredParcel>;
}

/** What is answered until somebody else has agreed. */
const pendingAnswer = ({
  receipt,
  approvalId,
  expiresAt,
}: PendingAnswer['pending'] & { readonly receipt?: Receipt }): PendingAnswer => ({
  pending: { approvalId, expiresAt },
  ...(receipt !== undefined && { receipt }),
});

/** The routes of what two people must agree to about a parcel. */
export const privacyRoutes = (usecases: PrivacyUsecases): readonly Route[] => [
  route(shredParcelSpec, async ({ caller, params, body }) => {
    const shredded = await usecases.shredParcel(caller, { ...params, ...body });
    if (shredded.state === 'pending') return pendingAnswer(shredded);
    const { parcelId, state, finalFrom, receipt } = shredded;
    return {
      body: { parcelId, state, finalFrom: rfc3339(finalFrom) },
      ...(receipt !== undefined && { receipt }),
    };
  }),
];
