import { pendingAnswer, route, type Route } from '@temkin/http';
import { rfc3339 } from '@temkin/kernel';
import type { shredParcel } from '../usecases/shred-parcel.ts';
import { shredParcelSpec } from './privacy-specs.ts';
import { releaseRoutes, type ReleaseUsecases } from './release-routes.ts';

export interface PrivacyUsecases extends ReleaseUsecases {
  readonly shredParcel: ReturnType<typeof shredParcel>;
}

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
  ...releaseRoutes(usecases),
];
