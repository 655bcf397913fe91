import { route, type Route } from '@temkin/http';
import { rfc3339, toBase64 } from '@temkin/kernel';
import type * as z from 'zod';
import type { LoadBundle } from '../usecases/bundle-load.ts';
import type { loadShift, LoadedShift } from '../usecases/load-shift.ts';
import type { LoadItem } from '../usecases/locate-load.ts';
import type { readBundleKeys } from '../usecases/read-bundle-keys.ts';
import { inOrder, problemOfItem, type RefusedItem } from './items.ts';
import { loadShiftSpec, readBundleKeysSpec } from './load-specs.ts';

export interface LoadUsecases {
  readonly loadShift: ReturnType<typeof loadShift>;
  readonly readBundleKeys: ReturnType<typeof readBundleKeys>;
}

type SentLoad = Pick<
  z.output<NonNullable<(typeof loadShiftSpec)['body']>>,
  'tokens' | 'waybillNumbers' | 'deviceId'
>;

const bundleView = ({ loadId, deviceId, issuedAt, expiresAt, allowance, parcels, bytes }: LoadBundle) => ({
  bundleId: loadId,
  deviceId,
  issuedAt: rfc3339(issuedAt),
  expiresAt: rfc3339(expiresAt),
  allowance,
  parcels,
  data: toBase64(bytes),
});

const refusedView = (item: RefusedItem) => {
  const problem = problemOfItem('items', item);
  const { receipt } = item.refusal.details;
  return {
    index: item.index,
    status: problem.status,
    problem,
    ...(receipt !== undefined && { auditEvent: receipt.eventId }),
  };
};

const resultsOf = ({ recorded, refused }: LoadedShift) => {
  const granted = recorded.flatMap(({ indexes, parcel, state, taken, receipt }) =>
    indexes.map((index) => ({
      index,
      status: 200 as const,
      parcelId: parcel.parcelId,
      waybillNumber: parcel.waybillNumber,
      state,
      taken,
      auditEvent: receipt.eventId,
    })),
  );
  const items = refused.flatMap(({ indexes, refusal }) => indexes.map((index) => ({ index, refusal })));
  return inOrder([...granted, ...items.map(refusedView)]);
};

/** Tokens first, then numbers, as they were sent. */
const itemsOf = ({ tokens = [], waybillNumbers = [] }: SentLoad): readonly LoadItem[] =>
  [...tokens.map((token) => ({ token })), ...waybillNumbers.map((waybillNumber) => ({ waybillNumber }))].map(
    (name, index) => ({ index, name }),
  );

/** The routes by which shifts are loaded. */
export const loadRoutes = (usecases: LoadUsecases): readonly Route[] => [
  route(loadShiftSpec, async ({ caller, params: { shiftId }, body, seed, deadlineMilliseconds }) => {
    const { deviceId } = body;
    const items = itemsOf(body);
    const question = { shiftId, items, ...(deviceId !== undefined && { deviceId }) };
    const loaded = await usecases.loadShift(caller, question, { seed, deadlineMilliseconds });
    const { bundle, receipt } = loaded;
    return {
      body: {
        shiftId,
        ...(bundle !== undefined && { bundle: bundleView(bundle) }),
        results: resultsOf(loaded),
      },
      ...(receipt !== undefined && { receipt }),
    };
  }),

  route(readBundleKeysSpec, async () => ({ body: { keys: await usecases.readBundleKeys() } })),
];
