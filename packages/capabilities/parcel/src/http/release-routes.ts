import { pendingAnswer, route, type Route } from '@temkin/http';
import { rfc3339 } from '@temkin/kernel';
import type { Release } from '../domain/index.ts';
import type { closeRelease } from '../usecases/close-release.ts';
import type { makeRelease } from '../usecases/make-release.ts';
import type { readRelease } from '../usecases/read-release.ts';
import { nameIn } from './parcel-name.ts';
import { closeReleaseSpec, makeReleaseSpec, readReleaseSpec } from './release-specs.ts';

export interface ReleaseUsecases {
  readonly makeRelease: ReturnType<typeof makeRelease>;
  readonly readRelease: ReturnType<typeof readRelease>;
  readonly closeRelease: ReturnType<typeof closeRelease>;
}

const releaseView = ({
  releaseId,
  parcelId,
  ground,
  groups,
  validUntil,
  state,
  madeAt,
  closedAt,
}: Release) => ({
  releaseId,
  parcelId,
  ground,
  groups,
  validUntil,
  state,
  madeAt: rfc3339(madeAt),
  ...(closedAt !== undefined && { closedAt: rfc3339(closedAt) }),
});

/** The routes of releases to authorities. */
export const releaseRoutes = (usecases: ReleaseUsecases): readonly Route[] => [
  route(makeReleaseSpec, async ({ caller, body, seed }) => {
    const { ground, groups, validUntil, waybillNumber: _number, parcelId: _id, ...request } = body;
    const asked = { parcel: nameIn(body), ground, groups, validUntil, request };
    const made = await usecases.makeRelease(caller, asked, seed);
    if (made.state === 'pending') return pendingAnswer(made);
    return { body: { ...releaseView(made.release), ...made.request }, receipt: made.receipt };
  }),

  route(readReleaseSpec, async ({ caller, params }) => {
    const { release, request, receipt } = await usecases.readRelease(caller, params.releaseId);
    return { body: { ...releaseView(release), ...request }, receipt };
  }),

  route(closeReleaseSpec, async ({ caller, params }) => {
    const { closed, receipt } = await usecases.closeRelease(caller, params.releaseId);
    return { body: releaseView(closed), ...(receipt !== undefined && { receipt }) };
  }),
];
