import { issue, openShift } from '../parcels.ts';
import { transactionFor } from '../registrations.ts';
import type { TestSystem } from '../system.ts';
import { enrolAskers } from './askers.ts';
import { firstTenant } from './first-tenant.ts';
import { foreignIds } from './foreign-ids.ts';

/** Two tenants: what the first one has, its ids as the second one asks by them, and what the second has of its own. */
export const crossingGround = async (system: TestSystem) => {
  const first = await firstTenant(system);
  await system.log.sequence();
  await enrolAskers(system);
  const parcel = await issue(system, {}, 'other-order-system');
  const { shiftId } = await openShift(system, 'other-shipper-load', {
    by: 'other-desk',
    facility: 'DN-HAI-CHAU',
  });
  const transactionId = await transactionFor(system, 'other-registrar', 'registration');
  return { system, first, ids: foreignIds(first), own: { parcel, shiftId, transactionId } };
};

export type Ground = Awaited<ReturnType<typeof crossingGround>>;
