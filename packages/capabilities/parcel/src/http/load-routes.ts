import { route, type Route } from '@temkin/http';
import { rfc3339, toBase64, type Caller } from '@temkin/kernel';
import type { LoadBundle } from '../usecases/bundle-load.ts';
import type { loadShift, LoadedShift } from '../usecases/load-shift.ts';
import type { LoadItem } from '../usecases/locate-load.ts';
import type { readBundleKeys } from '../usecases/read-bundle-keys.ts';
import { inOrder, parseItems, problemOfItem, type RefusedItem } from './items.ts';
import { loadShiftSpec, readBundleKeysSpec } from './load-specs.ts';
import { token, waybillNumber } from './parcel-words.ts';

export interface LoadUsecases {
  readonly loadShift: ReturnType<typeof loadShift>;
  readonly readBundleKeys: ReturnType<typeof readBundleKeys>;
}

interface SentLoad {
  readonly tokens?: readonly unknown[];
  readonly waybillNumbers?: readonly unknown[];
  readonly deviceId?: string;
}

const bundleView = ({ loadId, deviceId, issuedAt, expiresAt, allowance, parcels, bytes }: LoadBundle) => ({
  bundleId: loadId,
  deviceId,
  issuedAt: rfc3339(issuedAt),
  expiresAt: rfc3339(expiresAt),
  allowance,
  parcels,
  data: toBase64(bytes),
});

/** Where an item stands in the body: tokens come first. */
const placeOf = (index: number, tokens: number): readonly [list: string, index: number] =>
  index < tokens ? ['tokens', index] : ['waybillNumbers', index - tokens];

const refusedView = ({ index, refusal }: RefusedItem, tokens: number) => {
  const [list, place] = placeOf(index, tokens);
  const problem = problemOfItem(list, { index: place, refusal });
  const { receipt } = refusal.details;
  return {
    index,
    status: problem.status,
    problem,
    ...(receipt !== undefined && { auditEvent: receipt.eventId }),
  };
};

const resultsOf = ({ recorded, refused }: LoadedShift, unfit: readonly RefusedItem[], tokens: number) => {
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
  return inOrder([...granted, ...[...unfit, ...items].map((item) => refusedView(item, tokens))]);
};

const load = async (
  usecase: LoadUsecases['loadShift'],
  caller: Caller,
  { tokens = [], waybillNumbers = [], deviceId }: SentLoad,
  { shiftId, ...request }: Parameters<LoadUsecases['loadShift']>[2] & { readonly shiftId: string },
) => {
  const labels = parseItems(token, tokens);
  const numbers = parseItems(waybillNumber, waybillNumbers);
  const behind = <Item extends { readonly index: number }>(item: Item): Item => ({
    ...item,
    index: tokens.length + item.index,
  });
  const items: readonly LoadItem[] = [
    ...labels.fit.map(({ index, value }) => ({ index, name: { token: value } })),
    ...numbers.fit.map(behind).map(({ index, value }) => ({ index, name: { waybillNumber: value } })),
  ];
  const loaded = await usecase(
    caller,
    { shiftId, items, ...(deviceId !== undefined && { deviceId }) },
    request,
  );
  const { bundle } = loaded;
  const unfit = [...labels.unfit, ...numbers.unfit.map(behind)];
  return {
    body: {
      shiftId,
      ...(bundle !== undefined && { bundle: bundleView(bundle) }),
      results: resultsOf(loaded, unfit, tokens.length),
    },
    ...(loaded.receipt !== undefined && { receipt: loaded.receipt }),
  };
};

/** The routes by which shifts are loaded. */
export const loadRoutes = (usecases: LoadUsecases): readonly Route[] => [
  route(loadShiftSpec, ({ caller, params, body, seed, deadlineMilliseconds }) =>
    load(usecases.loadShift, caller, body, { ...params, seed, deadlineMilliseconds }),
  ),

  route(readBundleKeysSpec, async () => ({ body: { keys: await usecases.readBundleKeys() } })),
];
