import { route, type Route } from '@temkin/http';
import { rfc3339 } from '@temkin/kernel';
import type { showBadge } from '../usecases/show-badge.ts';
import type { showCollectionQr } from '../usecases/show-collection-qr.ts';
import { showBadgeSpec, showCollectionQrSpec } from './badge-specs.ts';

export interface BadgeUsecases {
  readonly showBadge: ReturnType<typeof showBadge>;
  readonly showCollectionQr: ReturnType<typeof showCollectionQr>;
}

/** The routes of what a shipper shows at a door. */
export const badgeRoutes = (usecases: BadgeUsecases): readonly Route[] => [
  route(showBadgeSpec, async ({ caller }) => {
    const { badge, expiresAt } = await usecases.showBadge(caller);
    return { body: { badge, expiresAt: rfc3339(expiresAt) } };
  }),
  route(showCollectionQrSpec, async ({ caller, body }) => {
    const { vietQrPayload, receipt } = await usecases.showCollectionQr(caller, body);
    return { body: { vietQrPayload }, receipt };
  }),
];
