import { newParcel, scan, type Issued } from './parcels.ts';
import { receiptOf } from './recorded-events.ts';
import type { TestSystem } from './system.ts';

/** What came of some hours of a working day. */
export interface WorkedHours {
  /** Of the receipts that answers brought, in the order in which they came. */
  readonly eventIds: readonly string[];
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<number, number>>;
}

/** Requests that are made at a time. */
const TOGETHER = 8;

const FACILITY = { type: 'facility', id: 'HN-BA-DINH' };

/** Does the same with all, a few at a time. */
const withAll = async <Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<unknown>,
): Promise<void> => {
  const left = items.values();
  const rest = async (): Promise<void> => {
    for (const item of left) await act(item);
  };
  await Promise.all(Array.from({ length: TOGETHER }, rest));
};

/**
 * People at their work with as many parcels as are wanted, by the API alone: issued, brought out for delivery, read by who
 * may and refused to who may not, and asked for by an auditor. Leaves seven events a parcel.
 */
export const workingHours = async (
  system: TestSystem,
  { shiftId, count }: { readonly shiftId: string; readonly count: number },
): Promise<WorkedHours> => {
  const eventIds: string[] = [];
  const statuses: Record<number, number> = {};
  const heard = async (asked: Promise<Response>): Promise<Response> => {
    const answer = await asked;
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    const receipt = receiptOf(answer);
    if (receipt !== undefined) eventIds.push(receipt.eventId);
    return answer;
  };
  const parcels: Issued[] = [];
  await withAll(
    Array.from({ length: count }, () => newParcel()),
    async (parcel) => {
      const answer = await heard(system.as('order-system').post('/v1/parcels', parcel));
      parcels.push((await answer.json()) as Issued);
    },
  );
  for (const [event, holder] of [
    ['accepted', FACILITY],
    ['arrived', FACILITY],
    ['out-for-delivery', { type: 'shift', id: shiftId }],
  ] as const)
    await scan(
      system,
      'order-system',
      parcels.map(({ token }) => ({ token, event, holder })),
    );
  await withAll(parcels, async ({ token, parcelId }) => {
    for (const by of ['shipper-an', 'shipper-binh'])
      await heard(system.as(by).post('/v1/parcels/resolve', { token, purpose: 'delivery' }));
    await heard(system.as('desk-em').get(`/v1/parcels/${parcelId}`));
  });
  await heard(system.as('sorter-chi').get(`/v1/parcels/${'0'.repeat(32)}`));
  await heard(system.as('auditor-khanh').post('/v1/audit/queries', { limit: 10 }));
  return { eventIds, statuses };
};
