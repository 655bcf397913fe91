import { keyOf } from '@temkin/storage';
import { describe, expect, it } from 'vitest';
import { inLanes } from '../../packages/capabilities/parcel/src/usecases/in-lanes.ts';
import { newParcel, openShift, scan, type Issued } from '../support/parcels.ts';
import { recordedEvents } from '../support/recorded-events.ts';
import { testSystem } from '../support/system.ts';

const system = await testSystem();
const an = await openShift(system, 'shipper-an');
const binh = await openShift(system, 'shipper-binh');
const shiftOf = { 'shipper-an': an.shiftId, 'shipper-binh': binh.shiftId } as const;

const BATCH = 500;
const LANES = 6;

/** So many parcels that lie at Ba Đình. */
const arrived = async (count: number): Promise<readonly Issued[]> => {
  const issued: Issued[] = [];
  for (let from = 0; from < count; from += BATCH) {
    const parcels = Array.from({ length: Math.min(BATCH, count - from) }, () =>
      newParcel({ kind: 'opaque' }),
    );
    const answer = await system.as('order-system').post('/v1/parcels/batch', { parcels });
    const { results } = (await answer.json()) as { readonly results: readonly { parcel: Issued }[] };
    const batch = results.map(({ parcel }) => parcel);
    const holder = { type: 'facility', id: 'HN-BA-DINH' };
    await scan(
      system,
      'order-system',
      batch.map(({ parcelId }) => ({ parcelId, event: 'arrived', holder })),
    );
    issued.push(...batch);
  }
  return issued;
};

describe('two takings of one parcel at the same instant, a thousand times', () => {
  it(
    'find one holder and never two or none, and every one of them an event',
    { timeout: 600_000 },
    async () => {
      const rounds = 1_000;
      const parcels = await arrived(rounds);
      const before = (await recordedEvents(system.table)).length;

      const taken = await inLanes(
        LANES,
        parcels,
        ({ parcelId }) => parcelId,
        async ({ token, parcelId }) => {
          const [byAn, byBinh] = (
            await Promise.all(
              (['shipper-an', 'shipper-binh'] as const).map((by) =>
                scan(system, by, [{ token, event: 'out-for-delivery' }]),
              ),
            )
          ).flat();
          const stored = await system.table.get(keyOf('parcels', 'parcel', { tenant: 'demo', parcelId }));
          const winner = byAn?.status === 200 ? 'shipper-an' : 'shipper-binh';
          return {
            outcomes: new Set([byAn, byBinh].map((one) => one?.problem?.code ?? one?.state)),
            holderIsWinner: stored?.holderId === shiftOf[winner] && stored.holderShipper === winner,
            storedEvent: stored?.eventId,
            events: [byAn?.auditEvent, byBinh?.auditEvent],
            winnersEvent: (byAn?.status === 200 ? byAn : byBinh)?.auditEvent,
          };
        },
      );

      const strange = taken.filter(
        ({ outcomes, holderIsWinner, storedEvent, winnersEvent }) =>
          !(outcomes.has('PARCEL.NOT_IN_CUSTODY') && outcomes.has('out-for-delivery')) ||
          !holderIsWinner ||
          storedEvent !== winnersEvent,
      );
      expect(strange).toEqual([]);
      const events = (await recordedEvents(system.table)).slice(before);
      const takings = events.filter(({ api }) => api.operation === 'custody.record');
      expect(new Set(takings.map(({ metadata }) => metadata.uid))).toEqual(
        new Set(taken.flatMap((one) => one.events)),
      );
      expect(takings.filter(({ unmapped }) => unmapped.outcome === 'allowed')).toHaveLength(rounds);
      expect(takings).toHaveLength(2 * rounds);
      expect(system.faults).toEqual([]);
    },
  );
});
